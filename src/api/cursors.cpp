#include "api/cursors.h"

#include <algorithm>
#include <charconv>

#include "org/id.h"

namespace localorg::api {
namespace {

constexpr std::size_t kMaxCursors = 10;
constexpr std::int64_t kLifetimeMs = std::int64_t{2} * 24 * 60 * 60 * 1000;

}  // namespace

std::string_view RenderedRecords::slice(std::size_t first, std::size_t last) const {
  if (first >= last) return {};
  const std::size_t begin = first == 0 ? 0 : ends[first - 1] + 1;
  return std::string_view(text).substr(begin, ends[last - 1] - begin);
}

std::string Cursors::open(RenderedRecords records, std::size_t batch, std::int64_t now_ms) {
  cursors_.push_front({org::make_id("01g", "Lo0", next_++), std::move(records), batch, now_ms});
  if (cursors_.size() > kMaxCursors) cursors_.pop_back();
  return cursors_.front().id;
}

Result<Cursors::Page> Cursors::page(std::string_view locator, std::int64_t now_ms) const {
  const SalesforceError invalid = error_without_position(ErrorCode::INVALID_QUERY_LOCATOR, "invalid query locator");
  const std::size_t dash = locator.find('-');
  if (dash == std::string_view::npos) return invalid;
  std::size_t first = 0;
  const std::string_view number = locator.substr(dash + 1);
  const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), first);
  if (fault != std::errc{} || end != number.data() + number.size()) return invalid;
  const auto id = org::normalize_id(locator.substr(0, dash));
  const auto found = std::find_if(cursors_.begin(), cursors_.end(), [&](const Cursor& c) { return id && c.id == *id; });
  if (found == cursors_.end() || now_ms - found->opened_ms > kLifetimeMs || first >= found->records.size()) return invalid;
  return Page{&found->records, first, found->batch, found->id};
}

}  // namespace localorg::api
