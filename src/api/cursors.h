// Query locators: results of more than one batch, kept as they were when the query ran.
//
//     01gLo00000000001AAA-2000      the cursor, and the first record of the page
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace localorg::api {

// The records of an answer as they are sent, and where each ends.
struct RenderedRecords {
  std::string text;               // {...},{...}
  std::vector<std::size_t> ends;  // of each record; a comma follows, then the next

  std::size_t size() const { return ends.size(); }
  // The records [first, last), commas between.
  std::string_view slice(std::size_t first, std::size_t last) const;
};

// A client's open cursors.  A user may hold 10 (documented): the next one closes the oldest.  One lives for two days
// (documented) by the session's clock.
class Cursors {
 public:
  // Keeps the records; the locator without its record number.
  std::string open(RenderedRecords records, std::size_t batch, std::int64_t now_ms);

  struct Page {
    const RenderedRecords* records;
    std::size_t first;
    std::size_t batch;
    std::string cursor;
  };
  // Good until the next open().  Anything that is no open cursor, or beyond its end, is INVALID_QUERY_LOCATOR.
  Result<Page> page(std::string_view locator, std::int64_t now_ms) const;

 private:
  struct Cursor {
    std::string id;
    RenderedRecords records;
    std::size_t batch;
    std::int64_t opened_ms;
  };
  std::list<Cursor> cursors_;  // the newest in front
  std::uint64_t next_ = 1;
};

inline constexpr std::size_t kMinBatch = 200;
inline constexpr std::size_t kMaxBatch = 2000;

}  // namespace localorg::api
