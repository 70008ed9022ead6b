#include "store/statement_cache.h"

#include <utility>

namespace localorg::store {
namespace {

constexpr std::size_t kMaxStatements = 500;  // updates name the fields that they change: there is no end to their texts

}  // namespace

Result<Statement*> StatementCache::get(const Database& database, const std::string& sql) {
  if (const auto known = by_text_.find(sql); known != by_text_.end()) {
    known->second.reset();
    return &known->second;
  }
  if (by_text_.size() >= kMaxStatements) by_text_.clear();
  LOCALORG_TRY(Statement statement, database.prepare(sql));
  return &by_text_.emplace(sql, std::move(statement)).first->second;
}

}  // namespace localorg::store
