#include "dataset/generate_extras.h"

#include <algorithm>
#include <array>

#include "dataset/generate_shape.h"
#include "dataset/random.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kMadeMs = shape::kSetUpMs + 5 * kMsPerDay;

// The objects whose records a bank can add fields to, and how many of them are of the world.
struct Owner {
  std::string_view object;
  std::uint64_t count;
};
std::array<Owner, 5> owners(const World& world) {
  return {Owner{"Account", world.accounts}, Owner{"Product2", world.products.size()}, Owner{"Order", world.orders.size()},
          Owner{"OrderItem", world.items.size()}, Owner{"Case", world.cases.size()}};
}

// The product that a record is about; kNone for the records of an object that is about none.
std::uint32_t product_of(const World& world, std::string_view object, std::uint64_t index) {
  if (object == "Product2") return static_cast<std::uint32_t>(index);
  if (object == "OrderItem") return world.items[index].product;
  if (object == "Case") return world.items[world.cases[index].item].product;
  return kNone;
}

// One of the values by the product's traits.  "*" is for what has none of them, and for what is no product.
const std::string& draw_value(const World& world, const OwnField& rule, std::uint64_t index, Random& random) {
  if (const std::uint32_t product = product_of(world, rule.object, index); product != kNone) {
    for (const std::string& trait : world.bank.nouns[world.products[product].noun].traits) {
      if (const auto list = rule.values.find(trait); list != rule.values.end()) return random.pick(list->second);
    }
  }
  return random.pick(rule.values.at("*"));
}

Random stream(const World& world, const OwnField& rule, std::uint64_t index) {
  return Random(world.seed(), rule.object + "." + rule.field, index);
}

const OwnObject& object_of(const Bank& bank, const std::string& name) {
  return *std::find_if(bank.own_objects.begin(), bank.own_objects.end(), [&](const auto& own) { return own.name == name; });
}

// Which record of the bank's own object a record points to.
std::uint64_t target_of(const World& world, const OwnField& rule, std::uint64_t index) {
  return stream(world, rule, index).below(object_of(world.bank, rule.of).records.size());
}

const OwnField& rule_of(const Bank& bank, const std::string& object, const std::string& field) {
  return *std::find_if(bank.own_fields.begin(), bank.own_fields.end(),
                       [&](const auto& rule) { return rule.object == object && rule.field == field; });
}

std::string text_of(const Output& output, const World& world, const OwnField& rule, std::uint64_t index) {
  if (!rule.of.empty()) return id_of(output.catalog, rule.of, target_of(world, rule, index));
  if (!rule.from.empty())
    return text_of(output, world, rule_of(world.bank, rule.from, rule.field), world.items[world.cases[index].item].order);
  Random random = stream(world, rule, index);
  return draw_value(world, rule, index, random);
}

Result<void> set(org::Record& record, const std::string& field, const std::string& text) {
  LOCALORG_TRY(record[field], org::value_from_text(*record.object->find_field(field), text));
  return {};
}

SalesforceError missing(const org::Catalog& catalog, const std::string& what) {
  return error_without_position(ErrorCode::USAGE, "the org '" + catalog.name() + "' has no " + what);
}

}  // namespace

Result<void> write_own_objects(Output& output, const World& world) {
  for (const OwnObject& own : world.bank.own_objects) {
    Table table(output, own.name);
    for (const auto& values : own.records) {
      org::Record record = table.blank();
      for (const auto& [field, text] : values) LOCALORG_CHECK(set(record, field, text));
      if (record.object->find_field("OwnerId") != nullptr) record["OwnerId"] = output.set_up_by;
      LOCALORG_CHECK(table.add(std::move(record), {kMadeMs, kMadeMs, output.set_up_by}));
    }
  }
  return {};
}

std::uint64_t count_own_records(const World& world) {
  std::uint64_t count = 0;
  for (const OwnObject& own : world.bank.own_objects) count += own.records.size();
  return count;
}

Result<void> add_own_fields(const Output& output, const World& world, std::uint64_t index, org::Record& record) {
  for (const OwnField& rule : world.bank.own_fields) {
    if (rule.object != record.object->name) continue;
    const auto all = owners(world);
    const auto owner = std::find_if(all.begin(), all.end(), [&](const Owner& o) { return o.object == rule.object; });
    if (index < owner->count) LOCALORG_CHECK(set(record, rule.field, text_of(output, world, rule, index)));
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> own_words(const World& world, const Case& c) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const OwnField& rule : world.bank.own_fields) {
    if (rule.slot.empty()) continue;
    const auto& record = object_of(world.bank, rule.of).records[target_of(world, rule, world.items[c.item].order)];
    const auto name = std::find_if(record.begin(), record.end(), [](const auto& value) { return value.first == "Name"; });
    words.emplace_back(rule.slot, name == record.end() ? "" : name->second);
  }
  return words;
}

Result<void> check_own_fields(const Bank& bank, const org::Catalog& catalog) {
  for (const OwnObject& own : bank.own_objects) {
    const org::SObject* object = catalog.find(own.name);
    if (object == nullptr || object->is_virtual()) return missing(catalog, own.name);
    for (const auto& record : own.records) {
      for (const auto& [field, text] : record) {
        if (object->find_field(field) == nullptr) return missing(catalog, own.name + "." + field);
      }
    }
  }
  for (const OwnField& rule : bank.own_fields) {
    const org::SObject* object = catalog.find(rule.object);
    if (object == nullptr || object->find_field(rule.field) == nullptr) return missing(catalog, rule.object + "." + rule.field);
  }
  return {};
}

}  // namespace localorg::dataset
