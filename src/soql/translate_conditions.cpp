// SQL for conditions.  SQL's unknown never reaches an answer: a WHERE drops it as it drops false, so AND and OR may carry it;
// only NOT must not see it.
#include "base/text.h"
#include "soql/translate_parts.h"
#include "store/functions.h"

namespace localorg::soql {
namespace {

// From how many values on a list is handed over as one JSON parameter: SQLite prepares many parameters slowly.
constexpr std::size_t kLongList = 16;

std::string_view sign_of(Operator op) {
  switch (op) {
    case Operator::equal: return " = ";
    case Operator::not_equal: return " IS NOT ";
    case Operator::less: return " < ";
    case Operator::less_or_equal: return " <= ";
    case Operator::greater: return " > ";
    case Operator::greater_or_equal: return " >= ";
  }
  return " = ";
}

bool is_ascii(const org::Value& value) {
  const auto* string = std::get_if<std::string>(&value);
  return string == nullptr || text::is_ascii(*string);
}

std::string collated(const std::string& sql) { return sql + " COLLATE " + std::string(store::kTextCollation); }

struct Writer {
  Translation& t;

  std::string write(const BoundCondition& condition) {
    return std::visit([&](const auto& c) { return write(c); }, condition.value);
  }

  std::string join(const std::vector<BoundCondition>& conditions, std::string_view word) {
    std::vector<std::string> parts;
    for (const BoundCondition& condition : conditions) parts.push_back(write(condition));
    return balanced(parts, 0, parts.size(), word);
  }

  // a AND b AND c is as deep a tree for SQLite as it is long, and it bounds the depth: long ones are split in halves.
  static std::string balanced(const std::vector<std::string>& parts, std::size_t begin, std::size_t end,
                              std::string_view word) {
    constexpr std::size_t kFlat = 32;
    if (end - begin > kFlat) {
      const std::size_t middle = begin + (end - begin) / 2;
      return "(" + balanced(parts, begin, middle, word) + std::string(word) + balanced(parts, middle, end, word) + ")";
    }
    const auto at = [&](std::size_t i) { return parts.begin() + static_cast<std::ptrdiff_t>(i); };
    return "(" + text::join({at(begin), at(end)}, word) + ")";
  }

  std::string write(const BoundAll& all) { return join(all.conditions, " AND "); }
  std::string write(const BoundAny& any) { return join(any.conditions, " OR "); }

  // Before: NOT (A = 1)           After: NOT ifnull(A = 1, 0)
  std::string write(const BoundNot& negation) { return "NOT ifnull(" + write(*negation.condition) + ", 0)"; }

  // A column's own collation knows ASCII and its index; anything else is compared by ours.
  std::string text_operand(const BoundOperand& operand, bool needs_unicode) {
    const std::string sql = operand_sql(t, operand);
    if (!is_text(operand) || (!needs_unicode && is_plain_column(t, operand))) return sql;
    return collated(sql);
  }

  // Before: F != 'x'              After: F IS NOT ?1, which null passes
  std::string write(const BoundCompare& compare) {
    if (org::is_null(compare.value))
      return operand_sql(t, compare.operand) + (compare.op == Operator::equal ? " IS NULL" : " IS NOT NULL");
    const bool is_equality = compare.op == Operator::equal || compare.op == Operator::not_equal;
    const std::string operand = text_operand(compare.operand, !is_equality || !is_ascii(compare.value));
    return operand + std::string(sign_of(compare.op)) + t.parameter(compare.value);
  }

  // Before: F = LAST_WEEK         After: (F >= ?1 AND F < ?2)
  std::string write(const BoundCompareRange& compare) {
    const std::string operand = expr_sql(t, compare.operand);
    switch (compare.op) {
      case Operator::equal: return in_range(operand, compare.range);
      case Operator::not_equal: return "NOT ifnull(" + in_range(operand, compare.range) + ", 0)";
      case Operator::less: return operand + " < " + t.parameter(compare.range.begin);
      case Operator::less_or_equal: return operand + " < " + t.parameter(compare.range.end);
      case Operator::greater: return operand + " >= " + t.parameter(compare.range.end);
      case Operator::greater_or_equal: return operand + " >= " + t.parameter(compare.range.begin);
    }
    return {};
  }

  std::string in_range(const std::string& operand, const BoundRange& range) {
    return "(" + operand + " >= " + t.parameter(range.begin) + " AND " + operand + " < " + t.parameter(range.end) + ")";
  }

  // Before: Code__c LIKE 'A%', of a case-sensitive field    After: soql_like_exact(?1, "Code__c")
  std::string write(const BoundLike& like) {
    const std::string operand = operand_sql(t, like.operand);
    if (is_text(like.operand)) return operand + " LIKE " + t.parameter(like.pattern);
    return "soql_like_exact(" + t.parameter(like.pattern) + ", " + operand + ")";
  }

  // Before: F NOT IN ('x', null)  After: (F IS NULL OR F NOT IN (?1)); null in the list counts for IN alone
  std::string write(const BoundIn& in) {
    bool ascii = true;
    for (const org::Value& value : in.values) ascii = ascii && is_ascii(value);
    const std::string operand = text_operand(in.operand, !ascii);
    std::vector<std::string> parts;
    if (!in.values.empty()) parts.push_back(operand + " IN " + list(in.values));
    if (in.has_null && !in.negated) parts.push_back(operand + " IS NULL");
    for (const BoundRange& range : in.ranges) parts.push_back(in_range(operand, range));
    if (parts.empty()) return in.negated ? "1" : "0";
    const std::string any = parts.size() == 1 ? parts.front() : "(" + text::join(parts, " OR ") + ")";
    return in.negated ? "(" + operand + " IS NULL OR NOT (" + any + "))" : any;
  }

  std::string list(const std::vector<org::Value>& values) {
    if (values.size() >= kLongList) return "(SELECT value FROM json_each(" + t.parameter(json_list(values)) + "))";
    std::vector<std::string> parameters;
    for (const org::Value& value : values) parameters.push_back(t.parameter(value));
    return "(" + text::join(parameters, ", ") + ")";
  }

  static std::string json_list(const std::vector<org::Value>& values) {
    std::string json;
    for (const org::Value& value : values) {
      json += json.empty() ? '[' : ',';
      if (const auto* string = std::get_if<std::string>(&value)) {
        text::append_json_string(json, *string);
      } else if (const auto* number = std::get_if<double>(&value)) {
        text::append_java_double(json, *number);
      } else {
        json += std::to_string(std::get<std::int64_t>(value));
      }
    }
    return json + "]";
  }

  // Before: Id NOT IN (SELECT ...)  After: (Id IS NULL OR Id NOT IN (SELECT ...)), the inner nulls left out
  std::string write(const BoundSemiJoin& in) {
    const std::string operand = expr_sql(t, in.operand);
    const std::string any = operand + " IN (" + semi_join_sql(t, *in.query) + ")";
    return in.negated ? "(" + operand + " IS NULL OR NOT (" + any + "))" : any;
  }

  // Before: F INCLUDES ('A;B', 'C')  After: the set ';'-delimited holds ';A;' and ';B;', or ';C;'
  std::string write(const BoundIncludes& includes) {
    const std::string operand = expr_sql(t, includes.operand);
    std::vector<std::string> any;
    for (const std::vector<std::string>& set : includes.sets) {
      std::vector<std::string> all;
      for (const std::string& value : set) {
        all.push_back("soql_has(" + operand + ", " + t.parameter(value) + ")");
      }
      any.push_back(all.empty() ? "0" : "(" + text::join(all, " AND ") + ")");
    }
    const std::string found = "(" + text::join(any, " OR ") + ")";
    return includes.excludes ? "NOT ifnull(" + found + ", 0)" : found;
  }

  static std::string write(const BoundNever& /*never*/) { return "0"; }
};

}  // namespace

std::string condition_sql(Translation& t, const BoundCondition& condition) { return Writer{t}.write(condition); }

}  // namespace localorg::soql
