#include "dataset/generate.h"

#include <array>

#include "dataset/generate_steps.h"
#include "dataset/generate_write.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::string_view kBank = "retail";

constexpr std::array kObjects = {"User", "Account", "Contact", "Case", "Knowledge__kav", "ProductCategory", "Product2", "ProductCategoryProduct",
                                 "Pricebook2", "PricebookEntry", "Order", "OrderItem", "EmailMessage", "LiveChatTranscript", "Issue__c", "CaseHistory__c"};

Result<void> check(const GenerateOptions& options, const org::Catalog& catalog) {
  if (options.scale < 1 || options.scale > kLargestScale) {
    return error_without_position(ErrorCode::USAGE, "the scale must lie between 1 and " + std::to_string(kLargestScale));
  }
  for (const char* object : kObjects) {
    if (catalog.find(object) == nullptr) {
      return error_without_position(ErrorCode::USAGE, "the org '" + catalog.name() + "' has no " + object + ": generate needs the objects of crmarena");
    }
  }
  return {};
}

// The order counts: each step reads what the steps before it made.
void fill_world(World& world) {
  make_products(world);
  make_books(world);
  make_articles(world);
  make_agents(world);
  make_customers(world);
  make_orders(world);
  make_cases(world);
  route_cases(world);
  make_conversations(world);
}

Result<void> write_world(Output& output, const World& world) {
  LOCALORG_CHECK(write_people(output, world));
  LOCALORG_CHECK(write_catalogue(output, world));
  LOCALORG_CHECK(write_knowledge(output, world));
  LOCALORG_CHECK(write_orders(output, world));
  return write_cases(output, world);
}

void set_meta(store::OrgWriter& writer, const World& world, const std::string& running_user) {
  writer.set_meta("source", "generate");
  writer.set_meta("seed", std::to_string(world.options.seed));
  writer.set_meta("scale", std::to_string(world.options.scale));
  writer.set_meta("bank", std::string(kBank));
  writer.set_meta("orgId", org::make_id("00D", "Lo0", 1));
  writer.set_meta("orgName", world.bank.company);
  writer.set_meta("timeZoneSidKey", "America/Los_Angeles");
  writer.set_meta("localeSidKey", "en_US");
  writer.set_meta("runningUserId", running_user);
}

}  // namespace

Result<void> generate(const GenerateOptions& options, const org::Catalog& catalog, const std::string& path, const Progress& progress) {
  LOCALORG_CHECK(check(options, catalog));
  World world;
  world.options = options;
  LOCALORG_TRY(world.bank, read_bank(kBank));
  if (progress) progress("planning", 0);
  fill_world(world);

  LOCALORG_TRY(store::OrgWriter writer, store::OrgWriter::create(path, catalog));
  Output output{writer, catalog, progress, id_of(catalog, "User", 0), count_records(world), 0};
  LOCALORG_CHECK(write_world(output, world));
  set_meta(writer, world, output.set_up_by);
  if (progress) progress("indexes", 1);
  return writer.finish();
}

}  // namespace localorg::dataset
