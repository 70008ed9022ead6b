#include "api/writes.h"

#include <optional>

#include "org/id.h"
#include "store/transaction.h"

namespace localorg::api {
namespace {

SalesforceError rolled_back() {
  return error_of_record(ErrorCode::ALL_OR_NONE_OPERATION_ROLLED_BACK,
                         "Record rolled back because not all records were valid and the request was using AllOrNone header");
}

}  // namespace

Result<std::vector<Outcome>> write_all(dml::Context& context, std::size_t count, bool all_or_none, const WriteOne& write) {
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  std::vector<Outcome> outcomes;
  bool has_failed = false;
  for (std::size_t i = 0; i < count; ++i) {
    outcomes.push_back({write(i)});
    if (!context.org.database.in_transaction()) return outcomes.back().saved.error();  // the disk: none of them is written
    has_failed = has_failed || !outcomes.back().saved;
  }
  if (has_failed && all_or_none) {
    for (Outcome& outcome : outcomes) {
      if (outcome.saved) outcome.saved = rolled_back();
    }
    return outcomes;  // and the transaction takes everything back
  }
  LOCALORG_CHECK(transaction.commit());
  return outcomes;
}

Json results_of(const std::vector<Outcome>& outcomes, bool tells_created) {
  Json results = Json::array();
  for (const Outcome& outcome : outcomes) {
    if (!outcome.saved) {
      results.push_back({{"success", false}, {"errors", Json::array({error_in_result(outcome.saved.error())})}});
      continue;
    }
    Json saved = {{"id", outcome.saved->id}, {"success", true}, {"errors", Json::array()}};
    if (tells_created) saved["created"] = outcome.saved->created;
    results.push_back(std::move(saved));
  }
  return results;
}

Result<const org::SObject*> object_of_record(const org::Catalog& catalog, const Json& record) {
  const auto attributes = record.is_object() ? record.find("attributes") : record.end();
  const bool has_type = record.is_object() && attributes != record.end() && attributes->is_object() &&
                        attributes->contains("type") && (*attributes)["type"].is_string();
  if (!has_type) {
    return error_of_record(ErrorCode::INVALID_TYPE, "Include a type attribute in the attributes of each record.");  // assumed
  }
  const auto name = (*attributes)["type"].get<std::string>();
  const org::SObject* object = catalog.find(name);
  if (object != nullptr) return object;
  return error_of_record(
      ErrorCode::INVALID_TYPE,
      "sObject type '" + name +
          "' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after "
          "the entity name. Please reference your WSDL or the describe call for the appropriate names.");
}

std::string take_id(Json& record) {
  std::string id;
  for (const char* name : {"Id", "id"}) {
    const auto found = record.find(name);
    if (found == record.end()) continue;
    if (found->is_string()) id = found->get<std::string>();
    record.erase(found);
  }
  return id;
}

Result<void> check_count(std::size_t count) {
  if (count <= kMaxRecords) return {};
  return error_without_position(ErrorCode::LIMIT_EXCEEDED, "record limit reached. cannot submit more than " +
                                                               std::to_string(kMaxRecords) +
                                                               " records in this "
                                                               "request");
}

}  // namespace localorg::api
