// The latent side file: written line by line, read as a whole.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "base/json.h"
#include "dataset/latent.h"

namespace localorg::dataset {
namespace {

Json json_of(const Latent::Remedy& row) { return {{"name", row.name}, {"days", row.days}}; }
Json json_of(const Latent::Issue& row) {
  return {{"id", row.id}, {"name", row.name}, {"article", row.article}, {"remedies", row.remedies}};
}
Json json_of(const Latent::Agent& row) { return {{"id", row.id}, {"skills", row.skills}, {"pace", row.pace}}; }
Json json_of(const Latent::Customer& row) {
  return {{"account", row.account}, {"contact", row.contact}, {"favourites", row.favourites},
          {"month", row.month},     {"decline", row.decline}, {"trouble", row.trouble}};
}
Json json_of(const Latent::Product& row) { return {{"id", row.id}, {"phrases", row.phrases}}; }
Json json_of(const Latent::Case& row) {
  return {{"id", row.id}, {"remedy", row.remedy}, {"verdict", row.verdict}, {"offered", row.offered}};
}
Json json_of(const Latent::ArticleFact& row) {
  return {{"article", row.article}, {"question", row.question}, {"answer", row.answer}, {"evidence", row.evidence}};
}

// Missing keys and wrong types throw Json::exception, which read_latent() turns into an error.
void read(Latent::Remedy& row, const Json& json) { row = {json.at("name"), json.at("days")}; }
void read(Latent::Issue& row, const Json& json) {
  row = {json.at("id"), json.at("name"), json.at("article"), json.at("remedies").get<Lines>()};
}
void read(Latent::Agent& row, const Json& json) { row = {json.at("id"), json.at("skills").get<Lines>(), json.at("pace")}; }
void read(Latent::Customer& row, const Json& json) {
  row = {json.at("account"), json.at("contact"), json.at("favourites").get<Lines>(),
         json.at("month"),   json.at("decline"), json.at("trouble")};
}
void read(Latent::Product& row, const Json& json) { row = {json.at("id"), json.at("phrases").get<Lines>()}; }
void read(Latent::Case& row, const Json& json) {
  row = {json.at("id"), json.at("remedy"), json.at("verdict"), json.at("offered")};
}
void read(Latent::ArticleFact& row, const Json& json) {
  row = {json.at("article"), json.at("question"), json.at("answer"), json.at("evidence")};
}

template <typename Row>
void write_list(std::ostream& out, const char* name, const std::vector<Row>& rows) {
  out << ",\n\"" << name << "\": [";
  for (std::size_t i = 0; i < rows.size(); ++i) out << (i == 0 ? "\n" : ",\n") << json_of(rows[i]).dump();
  out << "\n]";
}

template <typename Row>
void read_list(std::vector<Row>& rows, const Json& json) {
  for (const Json& one : json) read(rows.emplace_back(), one);
}

void write(std::ostream& out, const Latent& latent) {
  out << "{\"seed\": " << latent.seed << ", \"scale\": " << latent.scale.text() << ", \"bank\": " << Json(latent.bank).dump();
  write_list(out, "remedies", latent.remedies);
  write_list(out, "issues", latent.issues);
  write_list(out, "agents", latent.agents);
  write_list(out, "customers", latent.customers);
  write_list(out, "products", latent.products);
  write_list(out, "cases", latent.cases);
  write_list(out, "facts", latent.facts);
  out << "\n}\n";
}

}  // namespace

Result<void> write_latent(const Latent& latent, const std::string& path) {
  const std::string partial = path + ".partial";
  std::ofstream out(partial, std::ios::binary);
  write(out, latent);
  out.close();
  std::error_code fault;
  if (out) std::filesystem::rename(partial, path, fault);
  if (out && !fault) return {};
  std::remove(partial.c_str());
  return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot write " + path);
}

Result<Latent> read_latent(const std::string& path) {
  LOCALORG_TRY(const Json json, read_json_file(path));
  Latent latent;
  try {
    latent.seed = json.at("seed");
    const auto scale = Scale::parse(json.at("scale").dump());
    if (!scale) throw std::runtime_error("a scale that is none");
    latent.scale = *scale;
    latent.bank = json.at("bank");
    read_list(latent.remedies, json.at("remedies"));
    read_list(latent.issues, json.at("issues"));
    read_list(latent.agents, json.at("agents"));
    read_list(latent.customers, json.at("customers"));
    read_list(latent.products, json.at("products"));
    read_list(latent.cases, json.at("cases"));
    read_list(latent.facts, json.at("facts"));
  } catch (const std::exception& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + e.what());
  }
  return latent;
}

}  // namespace localorg::dataset
