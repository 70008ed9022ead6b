// One generated org, searched twice: through its index, and by the reference matcher.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/handle.h"
#include "support/generator.h"

namespace localorg::test {

class SearchTrial {
 public:
  // Generates the org of `seed`, fills it with words and opens it in memory.
  explicit SearchTrial(std::uint64_t seed);

  // Search `number` of this org, always the same.
  std::string search(std::uint64_t number) const;
  // Asks both.  nullopt if they agree; else what a person needs to see.
  std::optional<std::string> disagreement(const std::string& search);
  // Runs what may be no search at all.  nullopt if it ends in an answer or an error that can be sent; else what it did.
  std::optional<std::string> misbehaviour(const std::string& search);

 private:
  std::uint64_t seed_;
  GeneratedOrg org_;
  std::unique_ptr<store::OpenOrg> open_;
  std::unique_ptr<api::Session> session_;
};

}  // namespace localorg::test
