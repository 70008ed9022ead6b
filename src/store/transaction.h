// All or nothing: what is written between begin() and commit().
#pragma once

#include "base/result.h"
#include "store/org_file.h"

namespace localorg::store {

// A transaction, or a part of the one that is under way, which can be taken back alone.  Takes everything back unless
// commit() was called.  The outermost one keeps the org's first state before anything is written (snapshot.h).
class Transaction {
 public:
  static Result<Transaction> begin(OpenOrg& org);
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;

  Result<void> commit();

 private:
  Transaction(OpenOrg& org, bool is_part) : org_(&org), is_part_(is_part) {}

  OpenOrg* org_;  // null: moved away, or done
  bool is_part_;
};

}  // namespace localorg::store
