// Records with their children in one request: composite/tree (wire.md 4.7).  All or nothing.
#include <set>

#include "api/json_body.h"
#include "api/resources.h"
#include "api/writes.h"
#include "store/transaction.h"

namespace localorg::api {
namespace {

using org::SObject;

constexpr std::size_t kMaxDepth = 5;

struct Made {
  std::string reference;
  std::string id;
};

// Makes the records of one list and, below each, its children.  What fails goes into `errors` by referenceId.
class Planter {
 public:
  Planter(dml::Context& context, const std::string& text) : context_(context), text_(text) {}

  Result<void> plant(const Json& records, const SObject& object, const org::Field* parent, const std::string& parent_id,
                     const JsonPath& path, std::size_t depth) {
    if (depth > kMaxDepth)
      return error_without_position(ErrorCode::LIMIT_EXCEEDED, "A tree has at most five levels of records.");
    for (std::size_t i = 0; i < records.size(); ++i) {
      JsonPath at = path;
      at.emplace_back(i);
      LOCALORG_CHECK(plant_one(records[i], object, parent, parent_id, at, depth));
    }
    return {};
  }

  const std::vector<Made>& made() const { return made_; }
  const Json& errors() const { return errors_; }

 private:
  Result<void> plant_one(const Json& record, const SObject& object, const org::Field* parent, const std::string& parent_id,
                         const JsonPath& path, std::size_t depth) {
    LOCALORG_TRY(const std::string reference, reference_of(record, object));
    Json fields = Json::object();
    std::vector<std::pair<const org::ChildRelationship*, std::string>> children;
    for (const auto& [name, value] : record.items()) {
      const org::ChildRelationship* below = value.is_object() ? object.find_child_relationship(name) : nullptr;
      if (below != nullptr && value.contains("records")) {
        children.emplace_back(below, name);
      } else {
        fields[name] = value;
      }
    }
    if (parent != nullptr) fields[parent->name] = parent_id;
    auto id = dml::create(context_, object, fields);
    if (!id) {
      if (!context_.org.database.in_transaction()) return id.error();  // the disk: none of them is written
      const SalesforceError error = placed(id.error(), text_, path);
      errors_.push_back({{"referenceId", reference}, {"errors", Json::array({error_in_result(error)})}});
      return {};
    }
    made_.push_back({reference, *id});
    for (const auto& [below, name] : children) {
      JsonPath inner = path;
      inner.emplace_back(name);
      inner.emplace_back(std::string("records"));
      LOCALORG_CHECK(plant(record[name]["records"], *below->child, below->field, *id, inner, depth + 1));
    }
    return {};
  }

  Result<std::string> reference_of(const Json& record, const SObject& object) {
    LOCALORG_TRY(const SObject* type, object_of_record(*context_.org.catalog, record));
    if (type != &object) {
      return error_without_position(ErrorCode::INVALID_TYPE, "The record is of type " + type->name + ", not " + object.name);
    }
    const Json& attributes = record["attributes"];
    if (!attributes.contains("referenceId") || !attributes["referenceId"].is_string()) {
      return error_without_position(ErrorCode::MISSING_ARGUMENT, "Include a reference ID for each record in the request.");
    }
    auto reference = attributes["referenceId"].get<std::string>();
    if (references_.size() == kMaxRecords) LOCALORG_CHECK(check_count(kMaxRecords + 1));
    if (references_.insert(reference).second) return reference;
    return error_without_position(ErrorCode::DUPLICATE_VALUE, "Duplicate ReferenceId provided in the request: " + reference);
  }

  dml::Context& context_;
  const std::string& text_;
  std::set<std::string> references_;
  std::vector<Made> made_;
  Json errors_ = Json::array();
};

Result<Response> plant_tree(const Call& call) {
  const SObject* object = object_in(call, 2);
  if (object == nullptr || object->is_virtual()) return not_found();
  LOCALORG_TRY(dml::Context context, call.session.writer());
  LOCALORG_TRY(const Json body, json_object_body(call));
  if (!body.contains("records") || !body["records"].is_array())
    return error_without_position(ErrorCode::JSON_PARSER_ERROR, "The records list is required.");
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  Planter planter(context, call.request.body);
  LOCALORG_CHECK(planter.plant(body["records"], *object, nullptr, "", {std::string("records")}, 1));
  if (!planter.errors().empty()) return answer(400, {{"hasErrors", true}, {"results", planter.errors()}});
  LOCALORG_CHECK(transaction.commit());
  Json results = Json::array();
  for (const Made& made : planter.made()) results.push_back({{"referenceId", made.reference}, {"id", made.id}});
  return answer(201, {{"hasErrors", false}, {"results", std::move(results)}});
}

}  // namespace

Response post_tree(const Call& call) { return answer_of(plant_tree(call)); }

}  // namespace localorg::api
