// A query ready to run: the SQL, and how its columns become records.  Made by translate(), run by query(), written by
// api/render.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/box.h"
#include "soql/bound.h"
#include "store/sql.h"

namespace localorg::soql {

enum class ValueFormat { text, boolean, integer, number, json };

struct PlanValue {
  int column = 0;
  ValueFormat format = ValueFormat::text;
};

struct PlanRecord;
struct PlanTypeof;

// The records of a child relationship: children[child] of the plan.
struct PlanChildren {
  std::size_t child = 0;
};

struct PlanMember {
  std::string key;
  std::string json_key;  // "Name":  ready to be written
  std::variant<PlanValue, Box<PlanRecord>, PlanChildren, Box<PlanTypeof>> value;
  bool left_out_if_null = false;
  int of_first_records = 0;  // only these have the key; 0: all
};

// A record, or null where its Id is null.
struct PlanRecord {
  std::string type;    // attributes.type
  int id_column = -1;  // the record's Id; -1 for an AggregateResult, which has no url
  // Polymorphic: the object that the url names, by key prefix.  Empty: `type`.
  std::vector<std::pair<std::string, std::string>> type_by_prefix;
  std::vector<PlanMember> members;
};

// The first branch whose record is there; null where none is.
struct PlanTypeof {
  std::vector<PlanRecord> branches;
};

struct Plan {
  ResultKind kind = ResultKind::records;
  bool grouped = false;  // GROUP BY: at most one batch
  bool has_offset = false;
  bool depends_on_clock = false;
  store::SqlQuery sql;
  PlanRecord record;
  // Child queries.  Their parameter ?1 takes the parents' Ids as a JSON array, their column 0 gives the parent's Id, and
  // rows come parent by parent.
  std::vector<Plan> children;
};

}  // namespace localorg::soql
