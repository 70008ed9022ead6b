#include "store/transaction.h"

#include <utility>

#include "store/snapshot.h"

namespace localorg::store {

Result<Transaction> Transaction::begin(OpenOrg& org) {
  const bool is_part = org.database.in_transaction();
  LOCALORG_CHECK(org.database.execute(is_part ? "SAVEPOINT part" : "BEGIN IMMEDIATE"));
  Transaction transaction(org, is_part);
  if (!is_part) LOCALORG_CHECK(keep_pristine(org));
  return transaction;
}

Transaction::Transaction(Transaction&& other) noexcept : org_(std::exchange(other.org_, nullptr)), is_part_(other.is_part_) {}

Transaction::~Transaction() {
  if (org_ == nullptr) return;
  // Fails only where SQLite has taken everything back itself: the disk is full, say.
  const auto ignored = org_->database.execute(is_part_ ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK");
  if (!ignored) return;
}

Result<void> Transaction::commit() {
  LOCALORG_CHECK(org_->database.execute(is_part_ ? "RELEASE part" : "COMMIT"));
  org_ = nullptr;
  return {};
}

}  // namespace localorg::store
