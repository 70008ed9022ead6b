#include "api/render.h"

#include <charconv>
#include <array>
#include <unordered_map>

#include "base/text.h"

namespace localorg::api {
namespace {

using soql::Plan;
using soql::PlanChildren;
using soql::PlanRecord;
using soql::PlanTypeof;
using soql::PlanValue;
using soql::PreparedPlan;
using soql::ValueFormat;

constexpr std::size_t kMaxGroups = 2000;

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer{};
  const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), static_cast<std::size_t>(done.ptr - buffer.data()));
}

// A place in the text where a record's children will stand.
struct Hole {
  std::size_t at;
  std::size_t child;
  std::string parent;
};

// Where the records of one parent stand in the text of a child query.
struct Group {
  std::string parent;
  std::size_t begin;
  std::size_t end;
  std::size_t count;
};

class Renderer {
 public:
  explicit Renderer(std::string_view version) : url_("/services/data/v" + std::string(version) + "/sobjects/") {}

  // All rows of a statement, separated by commas; the number of rows.
  Result<std::size_t> rows(PreparedPlan& prepared, std::string& out, std::vector<Hole>& holes, std::vector<Group>* groups) {
    const bool limited = prepared.plan.grouped;
    std::size_t count = 0;
    for (;;) {
      const auto row = prepared.statement.step();
      if (!row) return row.error();
      if (!*row) return count;
      if (++count > kMaxGroups && limited) {
        return error_without_position(ErrorCode::EXCEEDED_ID_LIMIT,
                                      "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
      }
      if (groups != nullptr) {
        start_group(*groups, prepared.statement.text(0), out);
      } else if (count > 1) {
        out += ',';
      }
      record(prepared.plan.record, prepared.statement, out, holes);
      if (groups != nullptr) groups->back().end = out.size();
    }
  }

  // The text with the children of its records put into its holes; `groups` move along.
  Result<std::string> fill(PreparedPlan& prepared, std::string text, const std::vector<Hole>& holes, std::vector<Group>* groups) {
    if (prepared.children.empty()) return text;
    std::vector<std::unordered_map<std::string, std::string>> found;
    for (std::size_t child = 0; child < prepared.children.size(); ++child) {
      LOCALORG_TRY(auto of_parent, children(prepared.children[child], child, holes));
      found.push_back(std::move(of_parent));
    }
    std::string out;
    std::size_t from = 0;
    std::size_t group = 0;
    for (const Hole& hole : holes) {
      if (groups != nullptr) shift(*groups, group, hole.at, out.size() - from);
      out.append(text, from, hole.at - from);
      from = hole.at;
      const auto body = found[hole.child].find(hole.parent);
      out += body == found[hole.child].end() ? "null" : body->second;
    }
    if (groups != nullptr) shift(*groups, group, text.size() + 1, out.size() - from);
    return out.append(text, from, text.size() - from);
  }

 private:
  static void start_group(std::vector<Group>& groups, std::string_view parent, std::string& out) {
    if (groups.empty() || groups.back().parent != parent) {
      groups.push_back({std::string(parent), out.size(), out.size(), 0});
    } else {
      out += ',';
    }
    ++groups.back().count;
  }

  // Moves those begins and ends of groups that lie before `until` and have not been moved.  A hole lies inside a record, so
  // never on one.
  static void shift(std::vector<Group>& groups, std::size_t& next, std::size_t until, std::size_t by) {
    for (; next < groups.size() * 2; ++next) {
      Group& group = groups[next / 2];
      std::size_t& edge = next % 2 == 0 ? group.begin : group.end;
      if (edge > until) return;
      edge += by;
    }
  }

  // Runs a child query for the parents of its holes: an envelope for each that has children.
  Result<std::unordered_map<std::string, std::string>> children(PreparedPlan& prepared, std::size_t child, const std::vector<Hole>& holes) {
    std::string parents = "[";
    for (const Hole& hole : holes) {
      if (hole.child != child) continue;
      if (parents.size() > 1) parents += ',';
      text::append_json_string(parents, hole.parent);
    }
    parents += ']';
    prepared.statement.bind_all(prepared.plan.sql.parameters);
    prepared.statement.bind_text(1, parents);
    std::string text;
    std::vector<Hole> inner;
    std::vector<Group> groups;
    const auto count = rows(prepared, text, inner, &groups);
    prepared.statement.reset();
    if (!count) return count.error();
    LOCALORG_TRY(text, fill(prepared, std::move(text), inner, &groups));
    std::unordered_map<std::string, std::string> envelopes;
    for (const Group& group : groups) {
      std::string envelope = "{\"totalSize\":" + std::to_string(group.count) + ",\"done\":true,\"records\":[";
      envelope.append(text, group.begin, group.end - group.begin);
      envelopes.emplace(group.parent, envelope + "]}");
    }
    return envelopes;
  }

  void record(const PlanRecord& plan, const store::Statement& row, std::string& out, std::vector<Hole>& holes) {
    out += "{\"attributes\":{\"type\":\"";
    out += plan.type;
    if (plan.id_column >= 0) {
      const std::string_view id = row.text(plan.id_column);
      out += "\",\"url\":\"";
      out += url_;
      out += concrete_type(plan, id);
      out += '/';
      out += id;
    }
    out += "\"}";
    for (const soql::PlanMember& member : plan.members) {
      out += ',';
      out += member.json_key;
      if (const auto* value = std::get_if<PlanValue>(&member.value)) {
        this->value(*value, row, out);
      } else if (const auto* parent = std::get_if<Box<PlanRecord>>(&member.value)) {
        record_or_null(**parent, row, out, holes);
      } else if (const auto* child = std::get_if<PlanChildren>(&member.value)) {
        holes.push_back({out.size(), child->child, std::string(row.text(plan.id_column))});
      } else {
        branch(*std::get<Box<PlanTypeof>>(member.value), row, out, holes);
      }
    }
    out += '}';
  }

  void record_or_null(const PlanRecord& plan, const store::Statement& row, std::string& out, std::vector<Hole>& holes) {
    if (row.is_null(plan.id_column)) {
      out += "null";
    } else {
      record(plan, row, out, holes);
    }
  }

  void branch(const PlanTypeof& choice, const store::Statement& row, std::string& out, std::vector<Hole>& holes) {
    for (const PlanRecord& plan : choice.branches) {
      if (!row.is_null(plan.id_column)) return record_of_branch(plan, row, out, holes);
    }
    out += "null";
  }

  // TYPEOF shows the concrete object even where its fields come through the Name entity (documented).
  void record_of_branch(const PlanRecord& plan, const store::Statement& row, std::string& out, std::vector<Hole>& holes) {
    if (plan.type_by_prefix.empty()) return record(plan, row, out, holes);
    PlanRecord concrete = plan;
    concrete.type = concrete_type(plan, row.text(plan.id_column));
    concrete.type_by_prefix.clear();
    record(concrete, row, out, holes);
  }

  static std::string_view concrete_type(const PlanRecord& plan, std::string_view id) {
    for (const auto& [prefix, type] : plan.type_by_prefix) {
      if (id.starts_with(prefix)) return type;
    }
    return plan.type;
  }

  static void value(const PlanValue& value, const store::Statement& row, std::string& out) {
    if (row.is_null(value.column)) {
      out += value.format == ValueFormat::boolean ? "false" : "null";
      return;
    }
    switch (value.format) {
      case ValueFormat::text: text::append_json_string(out, row.text(value.column)); break;
      case ValueFormat::boolean: out += row.integer(value.column) != 0 ? "true" : "false"; break;
      case ValueFormat::integer: append_integer(out, row.integer(value.column)); break;
      case ValueFormat::number: text::append_java_double(out, row.number(value.column)); break;
      case ValueFormat::json: out += row.text(value.column); break;
    }
  }

  std::string url_;
};

std::string envelope(std::size_t total, std::string_view records) {
  std::string out = "{\"totalSize\":" + std::to_string(total) + ",\"done\":true,\"records\":[";
  out += records;
  return out + "]}";
}

Result<std::string> render_count(PreparedPlan& prepared) {
  LOCALORG_TRY(const bool row, prepared.statement.step());
  const std::int64_t count = row ? prepared.statement.integer(0) : 0;
  return envelope(static_cast<std::size_t>(count), "");
}

Result<std::string> render_records(PreparedPlan& prepared, std::string_view version) {
  Renderer renderer(version);
  std::string text;
  std::vector<Hole> holes;
  LOCALORG_TRY(const std::size_t count, renderer.rows(prepared, text, holes, nullptr));
  LOCALORG_TRY(text, renderer.fill(prepared, std::move(text), holes, nullptr));
  return envelope(count, text);
}

}  // namespace

Result<std::string> render_query(PreparedPlan& prepared, std::string_view version) {
  prepared.statement.bind_all(prepared.plan.sql.parameters);
  auto body = prepared.plan.kind == soql::ResultKind::count ? render_count(prepared) : render_records(prepared, version);
  prepared.statement.reset();
  return body;
}

std::string render_error(const SalesforceError& error, std::string_view query) {
  std::string out = "[{\"message\":";
  text::append_json_string(out, message_on_wire(error, query));
  out += ",\"errorCode\":\"";
  out += name_of(error.errorCode);
  out += '"';
  if (!error.fields.empty()) {
    out += ",\"fields\":[";
    for (const std::string& field : error.fields) {
      if (&field != &error.fields.front()) out += ',';
      text::append_json_string(out, field);
    }
    out += ']';
  }
  return out + "}]";
}

}  // namespace localorg::api
