// From the world to records: the only place that knows objects and fields by name.  Each function writes whole objects, their
// records in the order of their Ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "dataset/progress.h"
#include "dataset/world.h"
#include "org/catalog.h"
#include "org/record.h"
#include "store/org_file.h"

namespace localorg::dataset {

// Ids made here: key prefix, "Lo0", and the index in the world plus one.
std::string id_of(const org::Catalog& catalog, std::string_view object, std::uint64_t index);

struct Output {
  store::OrgWriter& writer;
  const org::Catalog& catalog;
  const World& world;
  const Progress& progress;
  std::string set_up_by;    // the user who made what no agent made
  std::uint64_t total = 0;  // records to come in all
  std::uint64_t written = 0;
};

// Who made a record and changed it last, and when.
struct Audit {
  std::int64_t created = 0, modified = 0;
  std::string by;
};

// One object on its way into the org file.
class Table {
 public:
  Table(Output& output, std::string_view object);

  org::Record blank() const { return org::Record(object_); }
  // The text of auto-number field `field` of the next record.
  std::string auto_number(std::string_view field) const;
  // Adds the Id, the audit fields, the bank's own fields, defaults and computed fields, and writes the record.
  Result<void> add(org::Record record, const Audit& audit);

 private:
  Output& output_;
  const org::SObject& object_;
  std::uint64_t count_ = 0;
};

std::uint64_t count_records(const World& world);

Result<void> write_people(Output& output, const World& world);  // User, Account, Contact
Result<void> write_catalogue(
    Output& output, const World& world);  // ProductCategory, Product2, ProductCategoryProduct, Pricebook2, PricebookEntry
Result<void> write_knowledge(Output& output, const World& world);  // Issue__c, Knowledge__kav
Result<void> write_orders(Output& output, const World& world);     // Order, OrderItem
Result<void> write_cases(Output& output, const World& world);      // Case, EmailMessage, LiveChatTranscript, CaseHistory__c

}  // namespace localorg::dataset
