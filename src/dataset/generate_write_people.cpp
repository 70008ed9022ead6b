// User, Account, Contact.
#include "base/text.h"
#include "dataset/generate_noise.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_write.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr const char* kPersonAccountType = "012";  // RecordType, which the org does not hold

// First letter and up to seven of the last name, as Salesforce proposes it: pwalker
std::string alias_of(const Bank& bank, const Person& person) {
  constexpr std::size_t kLongest = 8;
  return (plain_letters(bank, person.first).substr(0, 1) + plain_letters(bank, person.last)).substr(0, kLongest);
}

Result<void> write_users(Output& output, const World& world) {
  Table table(output, "User");
  for (std::size_t i = 0; i < world.agents.size(); ++i) {
    const Agent& agent = world.agents[i];
    org::Record record = table.blank();
    record["Username"] = agent.person.mail;
    record["FirstName"] = agent.person.first;
    record["LastName"] = agent.person.last;
    record["Email"] = agent.person.mail;
    record["Phone"] = agent.phone;
    record["Alias"] = alias_of(world.bank, agent.person);
    record["CommunityNickname"] = agent.person.mail.substr(0, agent.person.mail.find('@'));
    record["CompanyName"] = world.bank.company;
    record["Department"] = "Customer Support";
    record["Title"] = agent.role;
    record["EmployeeNumber"] = "E" + std::to_string(10'000 + i);
    record["EmailEncodingKey"] = "UTF-8";
    record["TimeZoneSidKey"] = "America/Los_Angeles";
    record["LocaleSidKey"] = "en_US";
    record["LanguageLocaleKey"] = "en_US";
    const std::int64_t at = shape::kSetUpMs + static_cast<std::int64_t>(i) * kMinute;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  if (world.options.noise) LOCALORG_CHECK(write_noise_users(output, world, table));
  return {};
}

// The accounts were taken over from the shop before the org opened; each has an owner among the agents.
std::int64_t customer_since(std::size_t index) {
  return shape::kArticlesMs + kMsPerDay + static_cast<std::int64_t>(index) * kMinute;
}
std::string owner_of(const Output& output, const World& world, std::size_t index) {
  return id_of(output.catalog, "User", index % world.agents.size());
}

Result<void> write_accounts(Output& output, const World& world) {
  Table table(output, "Account");
  const std::string record_type = org::make_id(kPersonAccountType, "Lo0", 1);
  for (std::size_t i = 0; i < world.accounts; ++i) {
    const Customer& customer = world.customers[i];
    org::Record record = table.blank();
    record["FirstName"] = customer.person.first;
    record["LastName"] = customer.person.last;
    record["PersonEmail"] = customer.person.mail;
    record["Phone"] = customer.phone;
    record["RecordTypeId"] = record_type;
    record["ShippingCity"] = customer.city;
    record["ShippingState"] = world.bank.places[customer.place].state;
    record["ShippingCountry"] = world.bank.country;
    record["PersonContactId"] = id_of(output.catalog, "Contact", i);
    record["OwnerId"] = owner_of(output, world, i);
    LOCALORG_CHECK(table.add(std::move(record), {customer_since(i), customer_since(i), output.set_up_by}));
  }
  if (world.options.noise) LOCALORG_CHECK(write_noise_accounts(output, world, table));
  return {};
}

Result<void> write_contacts(Output& output, const World& world) {
  Table table(output, "Contact");
  for (std::size_t i = 0; i < world.customers.size(); ++i) {
    const Customer& customer = world.customers[i];
    org::Record record = table.blank();
    if (i < world.accounts) {
      record["AccountId"] = id_of(output.catalog, "Account", i);
    } else {
      record["IsPersonAccount"] = std::int64_t{0};
    }
    record["FirstName"] = customer.person.first;
    record["LastName"] = customer.person.last;
    record["Email"] = customer.person.mail;
    record["Phone"] = customer.phone;
    record["OwnerId"] = owner_of(output, world, i);
    LOCALORG_CHECK(table.add(std::move(record), {customer_since(i), customer_since(i), output.set_up_by}));
  }
  if (world.options.noise) LOCALORG_CHECK(write_noise_contacts(output, world, table));
  return {};
}

}  // namespace

Result<void> write_people(Output& output, const World& world) {
  LOCALORG_CHECK(write_users(output, world));
  LOCALORG_CHECK(write_accounts(output, world));
  return write_contacts(output, world);
}

}  // namespace localorg::dataset
