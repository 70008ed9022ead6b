#include "support/generated_org.h"

#include <doctest/doctest.h>

#include <utility>

namespace localorg::test {

const TempFolder& generated_folder() {
  static const TempFolder made;
  return made;
}

const org::Catalog& crmarena() {
  static const org::Catalog built_in = *org::Catalog::built_in("crmarena");
  return built_in;
}

std::string generated(const dataset::GenerateOptions& options, const std::string& name) {
  const std::string path = generated_folder() / name;
  const auto result = dataset::generate(options, crmarena(), path, {});
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
  return path;
}

const std::string& default_path() {
  static const std::string path = generated({}, "default.db");
  return path;
}

const store::OpenOrg& default_org() {
  static const auto opened = store::open_org(default_path());
  REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
  return *opened;
}

std::vector<Row> rows(const store::OpenOrg& org, const std::string& sql) {
  auto statement = org.database.prepare(sql);
  REQUIRE_MESSAGE(statement.has_value(), (statement ? "" : statement.error().message));
  std::vector<Row> result;
  while (*statement->step()) {
    Row row;
    for (int i = 0; i < statement->column_count(); ++i) row.emplace_back(statement->text(i));
    result.push_back(std::move(row));
  }
  return result;
}

std::vector<Row> rows(const std::string& sql) { return rows(default_org(), sql); }

std::string one(const std::string& sql) { return rows(sql).at(0).at(0); }

std::map<std::string, std::string> pairs(const std::string& sql) {
  std::map<std::string, std::string> result;
  for (const Row& row : rows(sql)) result[row[0]] = row[1];
  return result;
}

}  // namespace localorg::test
