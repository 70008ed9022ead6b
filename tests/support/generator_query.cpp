#include <algorithm>
#include <set>

#include "support/generator_parts.h"

namespace localorg::test {
namespace {

using org::TypeClass;
using soql::Function;

constexpr int kMaxDepth = 5;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// A query for records in the making, the root's or a child's.
class RecordsQuery {
 public:
  RecordsQuery(Level& level, int depth) : level_(level), random_(level.random), depth_(depth) {}

  // `source`: what FROM says.  `may_offset`: of a child, the parent query has LIMIT 1.
  std::string write(const std::string& source, bool may_offset) {
    const bool is_root = depth_ == 1;
    const std::string from = from_clause(level_, source, is_root);
    std::string limit = limit_clause(level_);
    if (random_.chance(8)) limit = level_.keyword(" LIMIT ") + "1";
    if (!may_offset) limit = limit.substr(0, lower(limit).find("offset"));
    limit_is_one_ = lower(limit) == " limit 1";
    std::string select;
    if (random_.chance(6)) {
      if (lower(limit).find("limit") == std::string::npos) limit = level_.keyword(" LIMIT ") + "200";
      if (lower(limit).find("2000") != std::string::npos) limit = level_.keyword(" LIMIT ") + "200";
      select = level_.keyword("FIELDS") + "(" + level_.keyword(random_.chance(60) ? "ALL" : "STANDARD") + ")";
    } else {
      select = select_list();
    }
    return level_.keyword("SELECT ") + select + from + where_clause(level_, true) + order_by_clause() + limit;
  }

 private:
  std::string select_list() {
    std::vector<std::string> items;
    for (std::size_t i = 1 + random_.below(5); i > 0; --i) {
      if (auto item = random_item()) items.push_back(*std::move(item));
    }
    if (items.empty()) items.push_back(level_.name("CreatedDate"));
    return joined(items, "," + level_.blank());
  }

  std::optional<std::string> random_item() {
    const std::size_t way = random_.below(100);
    if (way < 12) return subquery();
    if (way < 17) return typeof_item();
    if (way < 20) return distance_item();
    if (way < 35) return function_item();
    return field_item();
  }

  // Takes a key or a path: false if it was taken.
  bool claim(const std::string& key) { return claimed_.insert(lower(key)).second; }

  bool is_through_typeof(const Path& path) const {
    return std::any_of(typeofs_.begin(), typeofs_.end(),
                       [&](const std::string& relationship) { return path.canonical.starts_with(relationship + "."); });
  }

  std::optional<std::string> field_item() {
    const auto path = pick_path(
        level_, [](const org::Field&) { return true; }, 4);
    if (!path || is_through_typeof(*path) || !claim(path->canonical)) return std::nullopt;
    return path->text;
  }

  // FORMAT(Money__c) m, toLabel(Pick__c), convertCurrency(Money__c)
  std::optional<std::string> function_item() {
    const auto has_function = [](const org::Field& f) {
      const TypeClass of = class_of(f);
      return of == TypeClass::integer || of == TypeClass::number || is_date(f) || !f.picklist_values.empty();
    };
    const auto path = pick_path(level_, has_function, 2);
    if (!path || is_through_typeof(*path)) return std::nullopt;
    const Expr field = plain(*path);
    Expr shown = field;
    if (!path->field->picklist_values.empty()) {
      shown = call(level_, Function::to_label, field, TypeClass::text);
    } else if (path->field->type == org::FieldType::currency && random_.chance(40)) {
      shown = call(level_, Function::convert_currency, field, TypeClass::number);
    }
    const bool can_format = path->field->picklist_values.empty() && (shown.is_plain() || random_.chance(50));
    if (can_format) shown = call(level_, Function::format, std::move(shown), TypeClass::text);
    if (random_.chance(50)) return shown.text + " " + new_alias();
    return claim(path->canonical) ? std::optional(shown.text) : std::nullopt;
  }

  std::string new_alias() {
    const std::string alias = random_.pick(std::vector<std::string>{"shown", "Label_", "f"}) + std::to_string(aliases_++);
    claim(alias);
    return alias;
  }

  std::optional<std::string> distance_item() {
    const auto distance = distance_call(level_);
    if (!distance) return std::nullopt;
    return *distance + " " + new_alias();
  }

  // (SELECT ... FROM Notes__r ...)
  std::optional<std::string> subquery() {
    const auto& relationships = level_.object->child_relationships;
    if (relationships.empty() || depth_ >= kMaxDepth || random_.chance(20U * static_cast<unsigned>(depth_)))
      return std::nullopt;
    const org::ChildRelationship& relationship = relationships[random_.below(relationships.size())];
    if (!claim(relationship.name)) return std::nullopt;
    Level child{level_.org, random_, level_.style, relationship.child, {}};
    const std::string prefix = random_.chance(10) ? level_.name(level_.object->name) + "." : "";
    return "(" + RecordsQuery(child, depth_ + 1).write(prefix + level_.name(relationship.name), limit_is_one_) + ")";
  }

  // TYPEOF Owner WHEN User THEN Email ELSE Name END
  std::optional<std::string> typeof_item() {
    std::vector<const org::Field*> references;
    for (const org::Field& field : level_.object->fields) {
      if (field.is_navigable() && field.is_polymorphic()) references.push_back(&field);
    }
    if (references.empty()) return std::nullopt;
    const org::Field& reference = *random_.pick(references);
    const std::string& relationship = reference.relationship_name;
    const bool is_used = std::any_of(claimed_.begin(), claimed_.end(),
                                     [&](const std::string& path) { return path.starts_with(lower(relationship) + "."); });
    if (is_used || !claim(relationship)) return std::nullopt;
    typeofs_.insert(relationship);
    std::string out = level_.keyword("TYPEOF ") + level_.name(relationship);
    const std::size_t first = random_.below(reference.targets.size());
    for (std::size_t i = first; i < reference.targets.size(); ++i) {
      const org::SObject& target = *reference.targets[i];
      out += level_.keyword(" WHEN ") + level_.name(target.name) + level_.keyword(" THEN ") + fields_of(target);
      if (random_.chance(40)) break;
    }
    if (random_.chance(60)) out += level_.keyword(" ELSE ") + fields_of(*level_.org.catalog->name_entity());
    return out + level_.keyword(" END");
  }

  // Fields of an object and of its parents, for a branch of TYPEOF.
  std::string fields_of(const org::SObject& object) {
    const Level branch{level_.org, random_, level_.style, &object, {}};
    std::set<std::string> paths;
    for (std::size_t i = 1 + random_.below(3); i > 0; --i) {
      if (const auto path = pick_path(
              branch, [](const org::Field&) { return true; }, 2))
        paths.insert(path->canonical);
    }
    std::vector<std::string> fields;
    for (const std::string& path : paths) fields.push_back(level_.name(path));
    return joined(fields);
  }

  std::string order_by_clause() {
    std::vector<std::string> terms;
    for (std::size_t i = random_.below(4); i > 0; --i) {
      std::optional<std::string> term;
      if (random_.chance(4)) {
        term = distance_call(level_);
      } else if (const auto path = pick_path(level_, [](const org::Field& f) { return f.sortable; })) {
        term = path->text;
      }
      if (term) terms.push_back(*term + sort_direction(level_));
    }
    return terms.empty() ? "" : level_.blank() + level_.keyword("ORDER BY ") + joined(terms);
  }

  Level& level_;
  Random& random_;
  int depth_;
  bool limit_is_one_ = false;
  std::set<std::string> claimed_;  // keys and paths, in small letters
  std::set<std::string> typeofs_;
  int aliases_ = 0;
};

std::string count_query(Level& level) {
  const std::string from = from_clause(level, level.object->name, true);
  return level.keyword("SELECT COUNT") + "()" + from + where_clause(level, true) + limit_clause(level);
}

// Clauses that change nothing.
std::string last_clauses(const Level& level) {
  std::string out;
  if (level.random.chance(4)) out += level.keyword(level.random.chance(50) ? " FOR VIEW" : " FOR REFERENCE");
  if (level.random.chance(3)) out += level.keyword(level.random.chance(50) ? " UPDATE TRACKING" : " UPDATE VIEWSTAT");
  return out;
}

}  // namespace

std::string from_clause(Level& level, const std::string& source, bool is_root) {
  Random& random = level.random;
  std::string out = level.blank() + level.keyword("FROM ") + (is_root ? level.name(source) : source);
  if (random.chance(15)) {
    level.aliases.push_back({"q" + std::to_string(random.below(3)), level.object, ""});
    out += random.chance(20) ? level.keyword(" AS ") : " ";
    out += level.aliases.back().word;
    const org::Field* way = nullptr;
    for (const org::Field& field : level.object->fields) {
      if (field.is_navigable() && !field.is_polymorphic() && random.chance(30)) way = &field;
    }
    if (is_root && way != nullptr) {
      out += ", " + level.aliases.front().word + "." + level.name(way->relationship_name) + " p";
      level.aliases.push_back({"p", way->targets.front(), way->relationship_name + "."});
      return out;
    }
  }
  if (is_root && random.chance(5)) {
    const bool is_owned = level.object->find_field("OwnerId") != nullptr;
    out += level.keyword(" USING SCOPE ") + (is_owned && random.chance(60) ? "mine" : "everything");
  }
  return out;
}

std::string sort_direction(const Level& level) {
  std::string out;
  if (level.random.chance(60)) out += level.keyword(level.random.chance(65) ? " DESC" : " ASC");
  if (level.random.chance(35)) out += level.keyword(level.random.chance(65) ? " NULLS LAST" : " NULLS FIRST");
  return out;
}

std::string limit_clause(const Level& level) {
  std::string out;
  const auto number = [&](const std::vector<int>& numbers) { return std::to_string(level.random.pick(numbers)); };
  if (level.random.chance(35)) out += level.blank() + level.keyword("LIMIT ") + number({0, 1, 1, 2, 3, 5, 10, 100, 2000});
  if (level.random.chance(15)) out += level.blank() + level.keyword("OFFSET ") + number({0, 1, 1, 2, 5, 40, 2000});
  return out;
}

std::string generate_query(const GeneratedOrg& org, Random& random) {
  const Style style{random.chance(70) ? 0U : 1U + static_cast<unsigned>(random.below(2)),
                    random.chance(80) ? 0U : 1U + static_cast<unsigned>(random.below(2)), random.chance(15)};
  std::vector<const org::SObject*> objects;
  for (const org::SObject& object : org.catalog->objects()) {
    if (!object.is_virtual()) objects.push_back(&object);
    if (object.name == "Item__c" || object.name == "Order") objects.push_back(&object);  // they have the most to ask for
  }
  Level level{org, random, style, random.pick(objects), {}};
  const std::size_t way = random.below(100);
  std::string out;
  if (way < 55) {
    out = RecordsQuery(level, 1).write(level.object->name, true);
  } else if (way < 92) {
    out = aggregate_query(level);
  } else {
    out = count_query(level);
  }
  return out + last_clauses(level);
}

}  // namespace localorg::test
