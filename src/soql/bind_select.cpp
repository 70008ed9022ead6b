// The SELECT list: plain fields nest under their relationships, the rest are keys of their own.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::size_t kMaxAlias = 25;
constexpr std::size_t kMaxSubqueries = 20;
constexpr std::int64_t kFieldsLimit = 200;

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_QUERY, std::move(message));
}

bool is_fields(const FieldExpr& expr) {
  return expr.functions.size() == 1 && text::equal_ignoring_case(expr.functions.front().text, "FIELDS");
}

bool is_aggregate_call(const FieldExpr& expr) {
  return std::any_of(expr.functions.begin(), expr.functions.end(), [](const Name& name) {
    const auto row = find_function(name.text);
    return row && row->kind == FunctionKind::aggregate;
  });
}

Result<void> check_alias(const std::optional<Name>& alias) {
  if (alias && alias->text.size() > kMaxAlias) return malformed("alias is too long, maximum of 25 characters: " + alias->text);
  return {};
}

// The part of a shape in which the fields of a join go: nested under the relationships that lead to it, made on first use.
BoundShape& shape_of(const BoundQuery& bound, BoundShape& root, std::size_t join) {
  if (join == root.join) return root;
  const BoundJoin& to = bound.joins[join];
  BoundShape& parent = shape_of(bound, root, to.parent);
  for (BoundMember& member : parent.members) {
    auto* shape = std::get_if<Box<BoundShape>>(&member.value);
    if (shape != nullptr && (*shape)->join == join) return **shape;
  }
  parent.members.push_back({to.reference->relationship_name, Box<BoundShape>(BoundShape{join, {}})});
  return *std::get<Box<BoundShape>>(parent.members.back().value);
}

std::string full_path(const BoundQuery& bound, const BoundField& field) {
  std::vector<std::string> path = path_to(bound, field.join);
  path.push_back(field.field->name);
  return text::join(path, ".");
}

class SelectBinder {
 public:
  explicit SelectBinder(Scope& scope) : scope_(scope), aggregate_(scope.bound.kind == ResultKind::aggregates) {}

  Result<void> add(const SelectItem& item) {
    return std::visit([&](const auto& i) { return add_item(i); }, item);
  }

  // Child subqueries come after all other items (soql.md 12.5).
  Result<void> finish() {
    if (subqueries_.size() > kMaxSubqueries) return malformed("Maximum 20 child sub-selects are allowed");  // text assumed
    for (const auto& [item, place] : subqueries_) LOCALORG_CHECK(bind_subquery(*item, scope_.bound.select.members[place]));
    return {};
  }

 private:
  Result<void> add_item(const SelectField& item) {
    if (is_fields(item.expr)) return add_fields(item);
    const bool may_have_alias = aggregate_ || !item.expr.functions.empty();
    if (item.alias && !may_have_alias) return malformed("only aggregate expressions use field aliasing");
    LOCALORG_TRY(BoundExpr expr, bind_expr(scope_, item.expr, Clause::select));
    LOCALORG_CHECK(check_alias(item.alias));
    return aggregate_ ? add_column(std::move(expr), item.alias) : add_value(std::move(expr), item.alias, item.expr.place);
  }

  // A key of an AggregateResult: alias, else field name, else exprN.
  Result<void> add_column(BoundExpr expr, const std::optional<Name>& alias) {
    const bool is_field =
        expr.functions.empty() || (expr.functions.size() == 1 && row_of(expr.functions.front()).kind == FunctionKind::display);
    std::string key = alias ? alias->text : is_field ? expr.field.field->name : "expr" + std::to_string(unnamed_++);
    LOCALORG_CHECK(claim(key, "duplicate alias: "));
    scope_.bound.select.members.push_back({std::move(key), std::move(expr)});
    return {};
  }

  // A key of a record.  A function keeps its field's key and place unless it has an alias (documented).
  // The error of a field selected twice stands at the second (observed); one that FIELDS() brought has no place (documented).
  Result<void> add_value(BoundExpr expr, const std::optional<Name>& alias, std::optional<SourceSpan> place) {
    const bool is_date_function = !expr.functions.empty() && row_of(expr.functions.front()).kind == FunctionKind::date;
    if (is_date_function) return malformed("Field must be grouped or aggregated: " + expr.field.field->name);
    if (alias) {
      LOCALORG_CHECK(claim(alias->text, "duplicate alias: "));
      scope_.bound.select.members.push_back({alias->text, std::move(expr)});
      return {};
    }
    const std::string path = full_path(scope_.bound, expr.field);
    if (!claimed_.insert(text::lower(path)).second) {
      return duplicate(expr.field.field->name, place);
    }
    BoundShape& shape = shape_of(scope_.bound, scope_.bound.select, expr.field.join);
    shape.members.push_back({expr.field.field->name, std::move(expr)});
    return {};
  }

  static SalesforceError duplicate(const std::string& name, std::optional<SourceSpan> place) {
    return {ErrorCode::INVALID_FIELD, "duplicate field selected: " + name, {}, place, ColumnsFrom::one};
  }

  Result<void> claim(const std::string& key, const std::string& complaint) {
    if (claimed_.insert(text::lower(key)).second) return {};
    return malformed(complaint + key);
  }

  // FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM): the object's fields in describe order.
  Result<void> add_fields(const SelectField& item) {
    const std::string which = text::upper(item.expr.path.text);
    if (which != "ALL" && which != "STANDARD" && which != "CUSTOM") {
      return SalesforceError{ErrorCode::MALFORMED_QUERY,
                             "unexpected token: '" + item.expr.path.text + "'",
                             {},
                             item.expr.path.place,
                             ColumnsFrom::zero};
    }
    if (item.alias) return malformed("only aggregate expressions use field aliasing");
    if (which != "STANDARD" && !has_fields_limit())
      return malformed("The SOQL FIELDS function must have a LIMIT of at most 200");
    bool any = false;
    for (const org::Field& field : scope_.bound.object->fields) {
      if (which != "ALL" && field.is_custom() != (which == "CUSTOM")) continue;
      any = true;
      if (aggregate_) return malformed("Field must be grouped or aggregated: " + field.name);
      LOCALORG_CHECK(add_value(BoundExpr{{}, {0, &field}}, std::nullopt, std::nullopt));
    }
    if (!any) return malformed("'FIELDS(...)' expansion function must result in at least one field being selected.");
    return {};
  }

  bool has_fields_limit() const {
    const auto& limit = scope_.query.limit;
    if (limit && limit->text.size() <= 4 && std::stoll(limit->text) <= kFieldsLimit) return true;
    return scope_.query.where && names_few_ids(*scope_.query.where);
  }

  // Does the condition demand one of at most 200 Ids?
  static bool names_few_ids(const Condition& condition) {
    const auto is_id = [](const FieldExpr& expr) {
      return expr.functions.empty() && text::equal_ignoring_case(expr.path.text, "Id");
    };
    if (const auto* all = std::get_if<AllOf>(&condition.value)) {
      return std::any_of(all->conditions.begin(), all->conditions.end(), names_few_ids);
    }
    if (const auto* in = std::get_if<InList>(&condition.value)) {
      return is_id(in->operand) && !in->negated && in->literals.size() <= static_cast<std::size_t>(kFieldsLimit);
    }
    const auto* compare = std::get_if<Comparison>(&condition.value);
    if (compare == nullptr || compare->op != Operator::equal) return false;
    const auto* field = std::get_if<FieldExpr>(&compare->operand);
    return field != nullptr && is_id(*field);
  }

  // Keeps the place among the keys; what stands in it is bound by finish(), after all plain items.
  Result<void> add_item(const SelectSubquery& item) {
    subqueries_.push_back({&item, scope_.bound.select.members.size()});
    scope_.bound.select.members.push_back({});
    return {};
  }

  Result<void> bind_subquery(const SelectSubquery& item, BoundMember& member) {
    if (item.alias) return malformed("only aggregate expressions use field aliasing");
    if (aggregate_) return malformed("Child sub-selects are not allowed in aggregate queries");  // text assumed
    const Query& query = *item.query;
    if (query.count_only || query.group_by) return malformed("only root queries support aggregate expressions");
    const bool offset_allowed = scope_.query.limit && scope_.query.limit->text == "1";
    if (query.offset && !offset_allowed)
      return malformed("OFFSET is not allowed in a child sub-select unless the parent query has LIMIT 1");  // text assumed
    LOCALORG_TRY(BoundQuery bound,
                 bind_level(query, scope_.catalog, scope_.viewer, Level::child, scope_.depth + 1, scope_.bound.object));
    scope_.bound.depends_on_clock |= bound.depends_on_clock;
    const auto parts = text::split(query.from.front().source.text, '.');
    const org::ChildRelationship* relationship = scope_.bound.object->find_child_relationship(parts.back());
    if (!claimed_.insert(text::lower(relationship->name)).second) {
      return duplicate(relationship->name, query.from.front().source.place);
    }
    member = {relationship->name, Box<BoundChildren>(BoundChildren{relationship, std::move(bound)})};
    return {};
  }

  Result<void> add_item(const SelectDistance& item) {
    LOCALORG_TRY(BoundDistance distance, bind_distance(scope_, item.expr));
    LOCALORG_CHECK(check_alias(item.alias));
    std::string key = item.alias ? item.alias->text : "expr" + std::to_string(unnamed_++);
    LOCALORG_CHECK(claim(key, "duplicate alias: "));
    scope_.bound.select.members.push_back({std::move(key), std::move(distance)});
    return {};
  }

  Result<void> add_item(const SelectTypeof& item) {
    if (item.alias) return malformed("only aggregate expressions use field aliasing");
    if (aggregate_) return malformed("TYPEOF is not allowed in aggregate queries");  // text assumed
    LOCALORG_TRY(const BoundField reference, bind_relationship(scope_, item.relationship));
    if (!reference.field->is_polymorphic()) {
      return error_at(ErrorCode::INVALID_FIELD, item.relationship.place,  // text assumed
                      "TYPEOF can only be used with polymorphic relationships: " + reference.field->relationship_name);
    }
    BoundTypeof bound{reference.join, reference.field, {}, std::nullopt};
    std::set<const org::SObject*> seen;
    for (const TypeofWhen& when : item.when) {
      const org::SObject* target = scope_.catalog.find(when.object.text);
      if (target == nullptr) {
        return error_at(
            ErrorCode::INVALID_TYPE, when.object.place,
            "sObject type '" + when.object.text +
                "' is not supported. If you are attempting to use a custom object, be "
                "sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the "
                "appropriate names.");
      }
      if (!seen.insert(target).second) {  // position assumed
        return error_at(ErrorCode::MALFORMED_QUERY, when.object.place,
                        "WHEN clause operand [" + target->name + "] is not unique");
      }
      LOCALORG_TRY(BoundShape shape, typeof_branch(reference, *target, when.fields));
      bound.branches.push_back(std::move(shape));
    }
    if (!item.otherwise.empty()) {
      LOCALORG_TRY(bound.otherwise, typeof_branch(reference, *scope_.catalog.name_entity(), item.otherwise));
    }
    const std::string& key = reference.field->relationship_name;
    if (!claimed_.insert(text::lower(key)).second) {
      return duplicate(key, item.relationship.place);
    }
    BoundShape& shape = shape_of(scope_.bound, scope_.bound.select, reference.join);
    shape.members.push_back({key, Box<BoundTypeof>(std::move(bound))});
    return {};
  }

  Result<BoundShape> typeof_branch(const BoundField& reference, const org::SObject& target,
                                   const std::vector<FieldExpr>& fields) {
    BoundShape shape{join_to(scope_.bound, reference.join, *reference.field, target), {}};
    for (const FieldExpr& expr : fields) {
      if (!expr.functions.empty()) return malformed("Functions are not allowed in TYPEOF");  // text assumed
      LOCALORG_TRY(const BoundField field, bind_path_from(scope_, shape.join, expr.path));
      shape_of(scope_.bound, shape, field.join).members.push_back({field.field->name, BoundExpr{{}, field}});
    }
    return shape;
  }

  Scope& scope_;
  bool aggregate_;
  int unnamed_ = 0;
  std::vector<std::pair<const SelectSubquery*, std::size_t>> subqueries_;  // and their places among the members
  std::set<std::string> claimed_;                                          // keys and paths, in lower case
};

}  // namespace

bool is_aggregate(const Query& query) {
  const auto is_call = [](const Operand& operand) {
    const auto* field = std::get_if<FieldExpr>(&operand);
    return field != nullptr && is_aggregate_call(*field);
  };
  return query.group_by.has_value() ||
         std::any_of(query.select.begin(), query.select.end(),
                     [](const SelectItem& item) {
                       const auto* field = std::get_if<SelectField>(&item);
                       return field != nullptr && is_aggregate_call(field->expr);
                     }) ||
         std::any_of(query.order_by.begin(), query.order_by.end(),
                     [&](const OrderItem& item) { return is_call(item.operand); });
}

Result<void> bind_select(Scope& scope) {
  if (scope.query.count_only) {
    scope.bound.kind = ResultKind::count;
    return {};
  }
  if (is_aggregate(scope.query)) scope.bound.kind = ResultKind::aggregates;
  if (scope.level == Level::semi_join) {
    const auto& selected = std::get<SelectField>(scope.query.select.front());
    LOCALORG_TRY(BoundExpr expr, bind_expr(scope, selected.expr, Clause::select));
    scope.bound.select.members.push_back({expr.field.field->name, std::move(expr)});
    return {};
  }
  SelectBinder binder(scope);
  for (const SelectItem& item : scope.query.select) LOCALORG_CHECK(binder.add(item));
  return binder.finish();
}

}  // namespace localorg::soql
