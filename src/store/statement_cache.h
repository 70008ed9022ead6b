// Statements by their text, prepared once.  Writes ask the same few texts again and again.
#pragma once

#include <string>
#include <unordered_map>

#include "base/result.h"
#include "store/database.h"

namespace localorg::store {

class StatementCache {
 public:
  // The statement of `sql`, reset.  Good until the cache is; it must not be in use already.
  Result<Statement*> get(const Database& database, const std::string& sql);

 private:
  std::unordered_map<std::string, Statement> by_text_;
};

}  // namespace localorg::store
