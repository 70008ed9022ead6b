#include "dataset/generate_write.h"

#include "dataset/generate_extras.h"
#include "dataset/generate_noise.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::string_view kInstance = "Lo0";

}  // namespace

std::string id_of(const org::Catalog& catalog, std::string_view object, std::uint64_t index) {
  return org::make_id(catalog.find(object)->key_prefix, kInstance, index + 1);
}

Table::Table(Output& output, std::string_view object) : output_(output), object_(*output.catalog.find(object)) {}

std::string Table::auto_number(std::string_view field) const {
  return org::auto_number(object_.find_field(field)->auto_number, count_ + 1);
}

Result<void> Table::add(org::Record record, const Audit& audit) {
  constexpr std::uint64_t kReportEvery = 2000;
  record["Id"] = id_of(output_.catalog, object_.name, count_);
  record["CreatedDate"] = org::format_datetime(audit.created);
  record["CreatedById"] = audit.by;
  record["LastModifiedDate"] = org::format_datetime(audit.modified);
  record["LastModifiedById"] = audit.by;
  record["SystemModstamp"] = org::format_datetime(audit.modified);
  LOCALORG_CHECK(add_own_fields(output_, output_.world, count_, record));
  org::complete(record);
  if (count_++ % kReportEvery == 0 && output_.progress) {
    output_.progress(object_.name, static_cast<double>(output_.written) / static_cast<double>(output_.total));
  }
  ++output_.written;
  return output_.writer.add(record);
}

std::uint64_t count_records(const World& world) {
  const Bank& bank = world.bank;
  std::uint64_t count = world.agents.size() + world.accounts + world.customers.size();
  count += bank.categories.size() + world.products.size() * (1 + world.books.size()) + world.books.size();
  for (const Product& product : world.products) count += product.categories.size();
  count += bank.issues.size() + world.articles.size() + world.orders.size() + world.items.size();
  for (const Case& c : world.cases) {
    count += 1 + (c.channel == Channel::mail ? c.messages.size() : 1);                     // the case, its mails or transcript
    count += 2u + (c.transferred ? 1u : 0u) + (c.status == CaseStatus::closed ? 1u : 0u);  // its history
  }
  return count + count_own_records(world) + (world.options.noise ? noise::kRecords : 0);
}

}  // namespace localorg::dataset
