#include "soql/complete.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "org/calendar.h"
#include "soql/cursor.h"
#include "soql/functions.h"
#include "soql/reach.h"
#include "soql/unparse.h"

namespace localorg::soql {
namespace {

// The names that a slot takes: which fields, whether a path may go on, which functions.
struct NameSlot {
  Slot slot;
  bool (*takes)(const org::Field& field);
  bool takes_paths;
  bool (*takes_function)(FunctionKind kind);
};

bool any_field(const org::Field& /*field*/) { return true; }
bool no_field(const org::Field& /*field*/) { return false; }
bool any_function(FunctionKind /*kind*/) { return true; }
bool no_function(FunctionKind /*kind*/) { return false; }
bool date_function(FunctionKind kind) { return kind == FunctionKind::date; }
bool sortable_function(FunctionKind kind) { return kind != FunctionKind::display && kind != FunctionKind::timezone; }

constexpr auto kNameSlots = std::to_array<NameSlot>({
    {Slot::select_item, any_field, true, any_function},
    {Slot::argument, any_field, true, any_function},
    {Slot::condition, [](const org::Field& field) { return field.filterable; }, true, date_function},
    {Slot::group_item, [](const org::Field& field) { return field.groupable; }, true, date_function},
    {Slot::order_item, [](const org::Field& field) { return field.sortable; }, true, sortable_function},
    {Slot::typeof_field, any_field, false, no_function},
    {Slot::typeof_relationship, no_field, true, no_function},
});

bool begins_with(std::string_view word, std::string_view beginning) {
  return word.size() >= beginning.size() && text::equal_ignoring_case(word.substr(0, beginning.size()), beginning);
}

class Completer {
 public:
  Completer(std::string_view query, std::size_t at, const org::Catalog& catalog)
      : query_(query), at_(at), catalog_(catalog), cursor_(cursor_at(query, at)) {
    if (cursor_.word) typed_ = cursor_.word->text.substr(0, at - cursor_.word->span.begin);
  }

  Completion complete() && {
    const bool is_name = !cursor_.word || cursor_.word->kind == WordKind::name;
    if (is_value()) {
      add_values();
    } else if (is_name) {
      add_names();
      add_keywords();
    }
    out_.begin = at_ - typed_.size();
    std::stable_sort(out_.proposals.begin(), out_.proposals.end(), comes_before);
    const auto same = std::unique(out_.proposals.begin(), out_.proposals.end());
    out_.proposals.erase(same, out_.proposals.end());
    return std::move(out_);
  }

 private:
  // Names by the alphabet, then functions, then keywords and values in the order in which they were added.
  static bool comes_before(const Proposal& a, const Proposal& b) {
    const auto rank = [](ProposalKind kind) {
      return kind == ProposalKind::keyword ? 2 : kind == ProposalKind::function ? 1 : 0;
    };
    if (rank(a.kind) != rank(b.kind)) return rank(a.kind) < rank(b.kind);
    if (a.kind == ProposalKind::keyword || a.kind == ProposalKind::value) return false;
    return text::lower(a.text) < text::lower(b.text);
  }

  bool is_value() const {
    return cursor_.slot == Slot::value || cursor_.slot == Slot::list_first || cursor_.slot == Slot::list_value;
  }

  void add(const std::string& proposal, ProposalKind kind) {
    if (begins_with(proposal, typed_)) out_.proposals.push_back({proposal, kind});
  }

  // ---- Names

  void add_names() {
    if (cursor_.slot == Slot::source) return add_sources();
    if (cursor_.slot == Slot::typeof_object) return add_typeof_objects();
    const auto* slot =
        std::find_if(kNameSlots.begin(), kNameSlots.end(), [&](const NameSlot& s) { return s.slot == cursor_.slot; });
    if (slot == kNameSlots.end()) return;
    const bool is_path = typed_.find('.') != std::string_view::npos;
    const Reach reach = follow(cursor_, typed_, catalog_, typed_.empty() ? Objects{} : all_objects());
    if (!reach.is_last) return;
    typed_ = reach.step;
    for (const org::SObject* object : reach.objects) add_fields(*object, *slot);
    if (is_path) return;
    for (const FunctionRow& function : functions()) {
      const bool may = slot->takes_function(function.kind) || (cursor_.in_having && function.kind == FunctionKind::aggregate);
      if (may) add(std::string(function.name) + "(", ProposalKind::function);
    }
  }

  void add_fields(const org::SObject& object, const NameSlot& slot) {
    const bool only_polymorphic = slot.slot == Slot::typeof_relationship;
    for (const org::Field& field : object.fields) {
      if (slot.takes(field)) add(field.name, ProposalKind::field);
      if (!slot.takes_paths || !field.is_navigable()) continue;
      if (only_polymorphic && field.is_polymorphic()) add(field.relationship_name, ProposalKind::relationship);
      if (!only_polymorphic) add(field.relationship_name + ".", ProposalKind::relationship);
    }
  }

  // Objects; in a child subquery the relationships of the outer query; behind the first entry paths from its alias.
  void add_sources() {
    const QueryLevel& level = cursor_.levels[cursor_.level];
    const bool is_first =
        level.sources.empty() || (cursor_.word && level.sources.front().path.data() == cursor_.word->text.data());
    if (!is_first) {
      const Reach reach = follow(cursor_, typed_, catalog_);
      if (!reach.is_last || reach.step.size() == typed_.size()) return;
      typed_ = reach.step;
      for (const org::SObject* object : reach.objects) add_relationships(*object);
      return;
    }
    if (level.role == LevelRole::child) {
      for (const org::SObject* object : objects_of(cursor_, level.parent, catalog_)) {
        for (const org::ChildRelationship& child : object->child_relationships)
          add(child.name, ProposalKind::child_relationship);
      }
      return;
    }
    for (const org::SObject* object : all_objects()) add(object->name, ProposalKind::object);
  }

  void add_relationships(const org::SObject& object) {
    for (const org::Field& field : object.fields) {
      if (field.is_navigable()) add(field.relationship_name, ProposalKind::relationship);
    }
  }

  void add_typeof_objects() {
    const Reach reach = follow(cursor_, cursor_.typeof_path, catalog_);
    for (const org::SObject* object : reach.objects) {
      const org::Field* reference = object->find_relationship(reach.step);
      if (reference == nullptr) continue;
      for (const org::SObject* target : reference->targets) add(target->name, ProposalKind::object);
    }
  }

  Objects all_objects() const {
    Objects out;
    for (const org::SObject& object : catalog_.objects()) {
      if (object.queryable && !object.is_virtual()) out.push_back(&object);
    }
    return out;
  }

  // ---- Keywords and values

  // As they are typed: sel -> select.
  void add_keywords() {
    const bool is_lower = !typed_.empty() && text::lower(typed_) == typed_;
    for (const std::string& keyword : cursor_.keywords) add(is_lower ? text::lower(keyword) : keyword, ProposalKind::keyword);
  }

  void add_values() {
    const Reach reach = follow(cursor_, cursor_.operand, catalog_);
    const org::Field* field = reach.is_last && !reach.objects.empty() ? reach.objects.front()->find_field(reach.step) : nullptr;
    if (field != nullptr) {
      for (const org::PicklistValue& value : field->picklist_values) add_string(value.value);
      const org::TypeClass type_class = org::traits(field->type).type_class;
      if (type_class == org::TypeClass::boolean) add_words({"TRUE", "FALSE"});
      if (type_class == org::TypeClass::date || type_class == org::TypeClass::datetime)
        add_words(org::relative_date_literals());
      if (field->nillable) add_words({"NULL"});
    }
    if (cursor_.slot == Slot::list_first) add_keywords();
  }

  void add_words(const std::vector<std::string>& words) {
    for (const std::string& word : words) add(word, ProposalKind::value);
  }

  // Typed with its opening quote or without.  A closing quote that is there already stays.
  void add_string(const std::string& value) {
    std::string quoted = quote(value);
    const std::string_view shown = typed_.starts_with('\'') ? std::string_view(quoted) : std::string_view(quoted).substr(1);
    if (!begins_with(shown, typed_)) return;
    if (typed_.starts_with('\'') && query_.substr(at_).starts_with('\'')) quoted.pop_back();
    out_.proposals.push_back({std::move(quoted), ProposalKind::value});
  }

  std::string_view query_;
  std::size_t at_;
  const org::Catalog& catalog_;
  Cursor cursor_;
  std::string_view typed_;  // of the word at the cursor, what stands before it; of a path the last step
  Completion out_;
};

}  // namespace

Completion complete(std::string_view query, std::size_t cursor, const org::Catalog& catalog) {
  return Completer(query, cursor, catalog).complete();
}

std::string insertion(const Completion& completion) {
  if (completion.proposals.empty()) return "";
  const Proposal& first = completion.proposals.front();
  std::size_t shared = first.text.size();
  for (const Proposal& proposal : completion.proposals) {
    while (!begins_with(proposal.text, std::string_view(first.text).substr(0, shared))) --shared;
  }
  std::string out = first.text.substr(0, shared);
  const bool is_word = first.kind == ProposalKind::keyword || first.kind == ProposalKind::object ||
                       first.kind == ProposalKind::child_relationship || first.kind == ProposalKind::value;
  if (completion.proposals.size() == 1 && is_word && !out.ends_with(':')) out += ' ';
  return out;
}

}  // namespace localorg::soql
