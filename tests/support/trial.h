// One generated org, asked the same questions twice: as an org file through SQLite, and by the reference evaluator.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "soql/query.h"
#include "support/generator.h"

namespace localorg::test {

class Trial {
 public:
  // Generates the org of `seed` and opens it in memory.
  explicit Trial(std::uint64_t seed, OrgSize size = OrgSize::small);
  explicit Trial(GeneratedOrg org, std::uint64_t seed = 0);

  const GeneratedOrg& org() const { return org_; }
  // Query `number` of this org, always the same.
  std::string query(std::uint64_t number) const;

  // Does the query parse and bind?
  bool is_valid(const std::string& query) const;
  // Asks both.  nullopt if they agree; else what a person needs to see: seed, query and where the answers part.
  std::optional<std::string> disagreement(const std::string& query, bool with_deleted = false);
  // Runs what may be no query at all.  nullopt if it ends in an answer or an error that can be sent; else what it did.
  std::optional<std::string> misbehaviour(const std::string& query);

 private:
  Result<std::string> engine_answer(const std::string& query, bool with_deleted);
  std::string report(const std::string& query, const std::string& what) const;

  std::uint64_t seed_;
  GeneratedOrg org_;
  std::unique_ptr<store::OpenOrg> open_;
  std::unique_ptr<soql::Engine> engine_;
};

// Both texts from a little before the place where they part.
std::string where_they_part(const std::string& engine, const std::string& reference);

// `query` with up to four random changes: bytes dropped, swapped, doubled, replaced, and pieces of `other` put in.
std::string mutated(const std::string& query, const std::string& other, Random& random);

}  // namespace localorg::test
