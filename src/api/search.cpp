#include "api/search.h"

#include "api/render.h"
#include "api/resources.h"
#include "base/json_bounds.h"
#include "soql/parse.h"
#include "sosl/search.h"

namespace localorg::api {
namespace {

// The records of each object, as far as they were found.
Result<std::vector<RenderedRecords>> records_of(sosl::PreparedSearch& search, std::string_view version) {
  std::vector<RenderedRecords> out;
  for (sosl::PreparedReturned& returned : search.returned) {
    LOCALORG_TRY(RenderedRecords records, render_records(returned.prepared, version));
    out.push_back(std::move(records));
  }
  return out;
}

std::vector<std::size_t> counts_of(const std::vector<RenderedRecords>& found) {
  std::vector<std::size_t> counts;
  for (const RenderedRecords& records : found) counts.push_back(records.size());
  return counts;
}

bool is_empty(const std::vector<RenderedRecords>& found) {
  for (const RenderedRecords& records : found) {
    if (records.size() != 0) return false;
  }
  return true;
}

// WITH METADATA = 'LABELS': of each object the fields that are shown.  The key's spelling is the server's (documented, REST
// API Developer Guide).
std::string metadata_of(const sosl::PreparedSearch& search) {
  Json entities = Json::array();
  for (const sosl::PreparedReturned& returned : search.returned) {
    Json fields = Json::array();
    for (const soql::BoundMember& member : returned.bound.query.select.members) {
      const auto* expr = std::get_if<soql::BoundExpr>(&member.value);
      if (expr != nullptr) fields.push_back({{"name", member.key}, {"label", expr->field.field->label}});
    }
    entities.push_back({{"entityName", returned.bound.object->name}, {"fieldMetadata", std::move(fields)}});
  }
  return Json{{"entityetadata", std::move(entities)}}.dump();
}

Response run_search(const Call& call, const std::string& text) {
  auto body = search_body(call.session, text, call.version);
  return body ? ok(*std::move(body)) : failure(body.error(), soql::statement_of(text));
}

}  // namespace

Result<std::string> search_body(Session& session, const std::string& text, const std::string& version) {
  sosl::Engine& engine = session.search_engine();
  const auto recent = [&session] {
    std::vector<std::string> ids;
    for (const auto& [object, id] : session.recent()) ids.push_back(id);
    return ids;
  };
  LOCALORG_TRY(sosl::PreparedSearch * search, sosl::search(engine, text, recent));
  LOCALORG_TRY(auto found, records_of(*search, version));
  if (is_empty(found)) {
    LOCALORG_TRY(const bool corrected, sosl::correct_spelling(engine, *search));
    if (corrected) {
      LOCALORG_TRY(found, records_of(*search, version));
    }
  }
  const std::string metadata = search->bound.labels ? metadata_of(*search) : "";
  if (found.size() == 1) return render_search(found.front().text, metadata);
  const std::vector<std::size_t> shown = sosl::spread(counts_of(found), search->bound.limit);
  std::string records;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (shown[i] == 0) continue;
    if (!records.empty()) records += ',';
    records += found[i].slice(0, shown[i]);
  }
  return render_search(records, metadata);
}

std::string search_target(std::string_view sosl, std::string_view version) {
  return "/services/data/v" + std::string(version) + "/search?q=" + url_encode(sosl);
}

Response get_search(const Call& call) { return run_search(call, call.parameter("q")); }

Response get_parameterized_search(const Call& call) {
  const auto text = search_of_parameters(call.query);
  return text ? run_search(call, *text) : failure(text.error());
}

Response post_parameterized_search(const Call& call) {
  const auto body = parse_bounded_json(call.request.body, "body");
  if (!body || !body->is_object()) {
    return failure(error_without_position(ErrorCode::JSON_PARSER_ERROR, "The body must be a JSON object"));  // text assumed
  }
  const auto text = search_of_json(*body);
  return text ? run_search(call, *text) : failure(text.error());
}

}  // namespace localorg::api
