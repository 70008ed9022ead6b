#include "support/generator_parts.h"
#include "support/generator_values.h"

namespace localorg::test {
namespace {

using soql::Function;

std::string typed(const std::string& text, unsigned way, Random& random) {
  if (way == 0) return text;
  std::string out = text;
  for (char& c : out) {
    const bool lower = way == 1 || random.chance(50);
    if (lower && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!lower && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// Where a path may go from an object: its fields that are references which can be followed.
std::vector<const org::Field*> ways_up(const org::SObject& object) {
  std::vector<const org::Field*> ways;
  for (const org::Field& field : object.fields) {
    if (field.is_navigable()) ways.push_back(&field);
  }
  return ways;
}

// The front of a path: nothing, the object's own name, or an alias.
Path start_of(const Level& level) {
  Path path{"", "", level.object, nullptr, 0};
  if (!level.aliases.empty() && level.random.chance(40)) {
    const Level::Alias& alias = level.random.pick(level.aliases);
    path = {level.name(alias.word) + ".", alias.path, alias.object, nullptr, alias.path.empty() ? 0U : 1U};
  } else if (level.random.chance(5)) {
    path.text = level.name(level.object->name) + ".";
  }
  return path;
}

std::optional<Path> try_path(const Level& level, const FieldFilter& filter, std::size_t max_hops) {
  Path path = start_of(level);
  while (path.hops < max_hops && level.random.chance(30)) {
    const auto ways = ways_up(*path.object);
    if (ways.empty()) break;
    const org::Field& way = *level.random.pick(ways);
    path.text += level.name(way.relationship_name) + ".";
    path.canonical += way.relationship_name + ".";
    path.object = way.is_polymorphic() ? level.org.catalog->name_entity() : way.targets.front();
    ++path.hops;
  }
  std::vector<const org::Field*> fields;
  for (const org::Field& field : path.object->fields) {
    if (filter(field)) fields.push_back(&field);
  }
  if (fields.empty() || path.hops > max_hops) return std::nullopt;
  path.field = level.random.pick(fields);
  path.text += level.name(path.field->name);
  path.canonical += path.field->name;
  return path;
}

}  // namespace

std::string Level::keyword(const std::string& text) const { return typed(text, style.keywords, random); }
std::string Level::name(const std::string& text) const { return typed(text, style.names, random); }
std::string Level::blank() const {
  return style.wide ? random.pick(std::vector<std::string>{" ", "\n", "\n  ", "\t", "\r\n"}) : " ";
}

std::optional<Path> pick_path(const Level& level, const FieldFilter& filter, std::size_t max_hops) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    if (auto path = try_path(level, filter, max_hops)) return path;
  }
  return std::nullopt;
}

org::TypeClass class_of(const org::Field& field) { return org::traits(field.type).type_class; }

Expr plain(Path path) {
  const org::TypeClass type_class = class_of(*path.field);
  std::string text = path.text;
  return {std::move(text), {}, std::move(path), type_class};
}

Expr call(const Level& level, Function function, Expr argument, org::TypeClass type_class) {
  argument.text = level.keyword(std::string(soql::row_of(function).name)) + "(" + argument.text + ")";
  argument.functions.insert(argument.functions.begin(), function);
  argument.type_class = type_class;
  return argument;
}

bool is_date(const org::Field& field) { return field.type == org::FieldType::date || field.type == org::FieldType::datetime; }

Expr date_call(const Level& level, Path path) {
  static const std::vector<Function> kOfDates = {Function::calendar_month, Function::calendar_quarter, Function::calendar_year,
                                                 Function::day_in_month,   Function::day_in_week,      Function::day_in_year,
                                                 Function::week_in_month,  Function::week_in_year,     Function::fiscal_month,
                                                 Function::fiscal_quarter, Function::fiscal_year};
  const bool is_datetime = path.field->type == org::FieldType::datetime;
  Expr argument = plain(std::move(path));
  if (is_datetime && level.random.chance(40)) {
    argument = call(level, Function::convert_timezone, std::move(argument), org::TypeClass::datetime);
  }
  if (is_datetime && level.random.chance(20)) return call(level, Function::day_only, std::move(argument), org::TypeClass::date);
  if (is_datetime && level.random.chance(20))
    return call(level, Function::hour_in_day, std::move(argument), org::TypeClass::integer);
  return call(level, level.random.pick(kOfDates), std::move(argument), org::TypeClass::integer);
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : between) + parts[i];
  return out;
}

}  // namespace localorg::test
