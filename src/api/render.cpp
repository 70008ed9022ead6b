#include "api/render.h"

#include <array>
#include <charconv>
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

// The records of one parent in a child query: [first, last) of its records.
struct Group {
  std::string parent;
  std::size_t first;
  std::size_t last;
};

class Renderer {
 public:
  explicit Renderer(std::string_view version) : url_("/services/data/v" + std::string(version) + "/sobjects/") {}

  // All rows of a statement.  `holes` gets the places of children; `groups` the parents of a child query, whose rows come
  // parent by parent.
  Result<RenderedRecords> rows(PreparedPlan& prepared, std::vector<Hole>& holes, std::vector<Group>* groups) {
    RenderedRecords out;
    for (;;) {
      LOCALORG_TRY(const bool row, prepared.statement.step());
      if (!row) return out;
      if (out.size() == kMaxGroups && prepared.plan.grouped) {
        return error_without_position(
            ErrorCode::EXCEEDED_ID_LIMIT,
            "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
      }
      if (out.size() > 0) out.text += ',';
      row_ = out.size();
      record(prepared.plan.record, prepared.statement, out.text, holes);
      out.ends.push_back(out.text.size());
      if (groups != nullptr) extend(*groups, prepared.statement.text(0), out.size());
    }
  }

  // The records with their children put into the holes.
  Result<RenderedRecords> fill(PreparedPlan& prepared, RenderedRecords records, const std::vector<Hole>& holes) {
    if (holes.empty()) return records;
    std::vector<std::unordered_map<std::string, std::string>> found;
    for (std::size_t child = 0; child < prepared.children.size(); ++child) {
      LOCALORG_TRY(auto of_parent, children(prepared.children[child], child, holes));
      found.push_back(std::move(of_parent));
    }
    RenderedRecords out;
    out.ends = std::move(records.ends);
    std::size_t from = 0;
    std::size_t next_end = 0;
    const auto copy_until = [&](std::size_t until) {
      for (; next_end < out.ends.size() && out.ends[next_end] <= until; ++next_end)
        out.ends[next_end] += out.text.size() - from;
      out.text.append(records.text, from, until - from);
      from = until;
    };
    for (const Hole& hole : holes) {
      copy_until(hole.at);
      const auto body = found[hole.child].find(hole.parent);
      out.text += body == found[hole.child].end() ? "null" : body->second;
    }
    copy_until(records.text.size());
    return out;
  }

 private:
  static void extend(std::vector<Group>& groups, std::string_view parent, std::size_t last) {
    if (groups.empty() || groups.back().parent != parent) groups.push_back({std::string(parent), last - 1, last});
    groups.back().last = last;
  }

  // Runs a child query for the parents of its holes: an envelope for each that has children.
  Result<std::unordered_map<std::string, std::string>> children(PreparedPlan& prepared, std::size_t child,
                                                                const std::vector<Hole>& holes) {
    std::string parents = "[";
    for (const Hole& hole : holes) {
      if (hole.child != child) continue;
      if (parents.size() > 1) parents += ',';
      text::append_json_string(parents, hole.parent);
    }
    parents += ']';
    prepared.statement.bind_all(prepared.plan.sql.parameters);
    prepared.statement.bind_text(1, parents);
    std::vector<Hole> inner;
    std::vector<Group> groups;
    auto records = rows(prepared, inner, &groups);
    prepared.statement.reset();
    if (!records) return records.error();
    LOCALORG_TRY(const RenderedRecords filled, fill(prepared, *std::move(records), inner));
    std::unordered_map<std::string, std::string> envelopes;
    for (const Group& group : groups) {
      envelopes.emplace(group.parent, render_envelope(group.last - group.first, filled.slice(group.first, group.last)));
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
      if (member.left_out_if_null && is_left_out(member, row)) continue;
      out += ',';
      out += member.json_key;
      if (const auto* value = std::get_if<PlanValue>(&member.value)) {
        // A record's boolean is never null; a subtotal's is.
        const bool is_false = plan.id_column >= 0 && value->format == ValueFormat::boolean && row.is_null(value->column);
        is_false ? out += "false" : append_value(*value, row, out);
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

  // A highlight, say, of a field without a hit.
  bool is_left_out(const soql::PlanMember& member, const store::Statement& row) const {
    if (member.of_first_records != 0 && row_ >= static_cast<std::size_t>(member.of_first_records)) return true;
    const auto* value = std::get_if<PlanValue>(&member.value);
    return value != nullptr && row.is_null(value->column);
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

  static std::string& append_value(const PlanValue& value, const store::Statement& row, std::string& out) {
    if (row.is_null(value.column)) {
      return out += "null";
    }
    switch (value.format) {
      case ValueFormat::text: text::append_json_string(out, row.text(value.column)); break;
      case ValueFormat::boolean: out += row.integer(value.column) != 0 ? "true" : "false"; break;
      case ValueFormat::integer: append_integer(out, row.integer(value.column)); break;
      case ValueFormat::number: text::append_java_double(out, row.number(value.column)); break;
      case ValueFormat::json: out += row.text(value.column); break;
    }
    return out;
  }

  std::string url_;
  std::size_t row_ = 0;  // of the statement at hand
};

}  // namespace

Result<RenderedRecords> render_records(PreparedPlan& prepared, std::string_view version) {
  Renderer renderer(version);
  std::vector<Hole> holes;
  prepared.statement.bind_all(prepared.plan.sql.parameters);
  auto records = renderer.rows(prepared, holes, nullptr);
  prepared.statement.reset();
  if (!records) return records;
  return renderer.fill(prepared, *std::move(records), holes);
}

Result<std::size_t> render_count(PreparedPlan& prepared) {
  prepared.statement.bind_all(prepared.plan.sql.parameters);
  const auto row = prepared.statement.step();
  const std::size_t count = row && *row ? static_cast<std::size_t>(prepared.statement.integer(0)) : 0;
  prepared.statement.reset();
  if (!row) return row.error();
  return count;
}

std::string render_envelope(std::size_t total, std::string_view records, std::string_view next_records_url) {
  std::string out;
  out.reserve(records.size() + next_records_url.size() + 96);
  out += "{\"totalSize\":";
  append_integer(out, static_cast<std::int64_t>(total));
  if (next_records_url.empty()) {
    out += ",\"done\":true,\"records\":[";
  } else {
    out += ",\"done\":false,\"nextRecordsUrl\":\"";
    out += next_records_url;
    out += "\",\"records\":[";
  }
  out += records;
  return out += "]}";
}

std::string render_search(std::string_view records, std::string_view metadata) {
  std::string out;
  out.reserve(records.size() + metadata.size() + 48);
  out += "{\"searchRecords\":[";
  out += records;
  out += ']';
  if (!metadata.empty()) {
    out += ",\"metadata\":";
    out += metadata;
  }
  return out += '}';
}

std::string render_error(const SalesforceError& error, std::string_view query) {
  std::string out = "[{\"message\":";
  text::append_json_string(out, text::utf8(text::utf16(message_on_wire(error, query))));  // headers may have any bytes
  out += ",\"errorCode\":\"";
  out += name_of(error.errorCode);
  out += '"';
  if (!error.fields.empty() || error.about_record) {
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
