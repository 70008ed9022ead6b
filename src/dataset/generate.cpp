#include "dataset/generate.h"

#include <filesystem>
#include <system_error>

#include "dataset/generate_extras.h"
#include "dataset/generate_steps.h"
#include "dataset/generate_write.h"
#include "dataset/latent.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::string_view kShape = "crmarena";  // the built-in org whose objects and fields are filled

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

Result<void> check(const org::Catalog& catalog) {
  LOCALORG_TRY(const org::Catalog needed, org::Catalog::built_in(kShape));
  for (const org::SObject& object : needed.objects()) {
    if (object.is_virtual()) continue;
    const org::SObject* given = catalog.find(object.name);
    if (given == nullptr || given->is_virtual()) return usage("the org '" + catalog.name() + "' has no " + object.name);
    for (const org::Field& field : object.fields) {
      if (given->find_field(field.name) == nullptr)
        return usage("the org '" + catalog.name() + "' has no " + object.name + "." + field.name);
    }
  }
  return {};
}

Result<void> write_world(Output& output, const World& world) {
  LOCALORG_CHECK(write_people(output, world));
  LOCALORG_CHECK(write_own_objects(output, world));
  LOCALORG_CHECK(write_catalogue(output, world));
  LOCALORG_CHECK(write_knowledge(output, world));
  LOCALORG_CHECK(write_orders(output, world));
  return write_cases(output, world);
}

void set_meta(store::OrgWriter& writer, const World& world, const std::string& running_user) {
  writer.set_meta("source", "generate");
  writer.set_meta("seed", std::to_string(world.options.seed));
  writer.set_meta("scale", world.options.scale.text());
  writer.set_meta("bank", world.bank_name);
  writer.set_meta("orgId", org::make_id("00D", "Lo0", 1));
  writer.set_meta("orgName", world.bank.company);
  writer.set_meta("timeZoneSidKey", "America/Los_Angeles");
  writer.set_meta("localeSidKey", "en_US");
  writer.set_meta("runningUserId", running_user);
}

// Both files are written before one is moved into place.  Whoever is killed between the two moves leaves the old latent file,
// of which latent_of_org() says that it belongs to another org.
Result<void> finish_both(store::OrgWriter& writer, const Latent& latent, const std::string& path) {
  const std::string made = path + ".new";
  LOCALORG_CHECK(write_latent(latent, made));
  const auto finished = writer.finish();
  std::error_code fault;
  finished ? std::filesystem::rename(made, path, fault) : void(std::filesystem::remove(made, fault));
  LOCALORG_CHECK(finished);
  if (fault) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + fault.message());
  return {};
}

}  // namespace

Result<World> make_world(const GenerateOptions& options) {
  World world;
  world.options = options;
  world.bank_name = options.bank;
  LOCALORG_TRY(world.bank, read_bank(options.bank));
  LOCALORG_TRY(world.sizes, sizes_of(options, world.bank));
  make_products(world);
  make_books(world);
  make_articles(world);
  make_agents(world);
  make_customers(world);
  make_orders(world);
  LOCALORG_CHECK(make_cases(world));
  route_cases(world);
  make_conversations(world);
  return world;
}

Result<org::Catalog> catalog_of_bank(const std::string& name) {
  LOCALORG_TRY(const Bank bank, read_products_and_issues(name));
  return org::Catalog::built_in(bank.schema);
}

Result<void> generate(const GenerateOptions& options, const org::Catalog& catalog, const std::string& path,
                      const Progress& progress) {
  LOCALORG_CHECK(check(catalog));
  if (progress) progress("planning", 0);
  LOCALORG_TRY(const World world, make_world(options));
  LOCALORG_CHECK(check_own_fields(world.bank, catalog));

  LOCALORG_TRY(store::OrgWriter writer, store::OrgWriter::create(path, catalog));
  Output output{writer, catalog, world, progress, id_of(catalog, "User", 0), count_records(world), 0};
  LOCALORG_CHECK(write_world(output, world));
  set_meta(writer, world, output.set_up_by);
  if (progress) progress("indexes", 1);
  return finish_both(writer, latent_of(world, catalog), latent_path(path));
}

}  // namespace localorg::dataset
