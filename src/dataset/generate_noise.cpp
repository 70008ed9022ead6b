#include "dataset/generate_noise.h"

#include <algorithm>
#include <array>

#include "dataset/generate_shape.h"
#include "dataset/random.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr const char* kDemoDomain = "demo.example.com";

std::string number(std::uint64_t i) { return (i < 9 ? "0" : "") + std::to_string(i + 1); }

struct DemoName {
  const char* first;
  const char* last;
};
// The others are numbered demo users.
constexpr std::array kSystemUsers = {
    DemoName{"Automated", "Process"}, DemoName{"Platform", "Integration"}, DemoName{"Insights", "Integration"},
    DemoName{"Security", "Scanner"},  DemoName{"Chat", "Assistant"},       DemoName{"Site", "Guest"},
    DemoName{"Data", "Loader"},       DemoName{"Org", "Administrator"},
};

constexpr std::string_view kApostrophe = "’";

}  // namespace

bool has_apostrophe(const World& world, std::size_t category) {
  return world.bank.categories[category].name.find(kApostrophe) != std::string::npos;
}

std::uint32_t misspelt_product(const World& world) {
  if (!world.options.noise) return kNone;
  for (const std::size_t most_categories : {std::size_t{1}, world.bank.categories.size()}) {
    for (std::size_t i = 0; i < world.products.size(); ++i) {
      const auto& categories = world.products[i].categories;
      const auto fits = [&](std::size_t category) { return has_apostrophe(world, category); };
      if (categories.size() <= most_categories && std::any_of(categories.begin(), categories.end(), fits))
        return static_cast<std::uint32_t>(i);
    }
  }
  return kNone;
}

std::string misspell(std::string name) { return name.replace(name.find(kApostrophe), kApostrophe.size(), "'"); }

Result<void> write_noise_users(const Output& output, const World& world, Table& table) {
  for (std::uint64_t i = 0; i < noise::kUsers; ++i) {
    const bool system = i < kSystemUsers.size();
    org::Record record = table.blank();
    record["FirstName"] = system ? kSystemUsers[i].first : "Demo";
    record["LastName"] = system ? std::string(kSystemUsers[i].last) : "User " + number(i);
    record["Email"] = "user" + number(i) + "@" + kDemoDomain;
    record["Username"] = "user" + number(i) + "@" + kDemoDomain;
    record["Alias"] = "user" + number(i);
    record["CommunityNickname"] = "user" + number(i);
    record["EmailEncodingKey"] = "UTF-8";
    record["TimeZoneSidKey"] = "America/Los_Angeles";
    record["LocaleSidKey"] = "en_US";
    record["LanguageLocaleKey"] = "en_US";
    const auto at = shape::kSetUpMs + static_cast<std::int64_t>(world.agents.size() + i) * kMinute;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

Result<void> write_noise_accounts(const Output& output, const World& world, Table& table) {
  for (std::uint64_t i = 0; i < noise::kAccounts; ++i) {
    org::Record record = table.blank();
    record["FirstName"] = "Sample";
    record["LastName"] = "Account " + number(i);
    record["PersonEmail"] = "sample" + number(i) + "@" + kDemoDomain;
    record["OwnerId"] = output.set_up_by;
    record["PersonContactId"] = id_of(output.catalog, "Contact", world.customers.size() + i);
    const auto at = shape::kArticlesMs + 2 * kMsPerDay + static_cast<std::int64_t>(world.accounts + i) * kMinute;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

Result<void> write_noise_contacts(const Output& output, const World& world, Table& table) {
  for (std::uint64_t i = 0; i < noise::kContacts; ++i) {
    org::Record record = table.blank();
    record["FirstName"] = "Sample";
    record["LastName"] = (i < noise::kAccounts ? "Account " : "Contact ") + number(i);
    record["Email"] = "sample" + number(i) + "@" + kDemoDomain;
    record["OwnerId"] = output.set_up_by;
    if (i < noise::kAccounts) {
      record["AccountId"] = id_of(output.catalog, "Account", world.accounts + i);
    } else {
      record["IsPersonAccount"] = std::int64_t{0};
    }
    const auto at = shape::kArticlesMs + 2 * kMsPerDay + static_cast<std::int64_t>(world.customers.size() + i) * kMinute;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

Result<void> write_noise_products(const Output& output, Table& table) {
  org::Record record = table.blank();
  record["Name"] = "Shipping Charge";
  record["Description"] = "What a parcel costs.";
  record["IsActive"] = std::int64_t{1};
  return table.add(std::move(record), {shape::kArticlesMs, shape::kArticlesMs, output.set_up_by});
}

Result<void> write_noise_books(const Output& output, const World& world, Table& table) {
  const std::int64_t at = (world.books.back().to_day + 1) * kMsPerDay;
  for (const char* name : {"Standard Price Book", "Demo Price Book"}) {
    org::Record record = table.blank();
    record["Name"] = name;
    record["IsActive"] = std::int64_t{1};
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

Result<void> write_noise_mails(const Output& output, const World& world, Table& table) {
  for (std::uint64_t i = 0; i < noise::kMails; ++i) {
    const std::int64_t at = world.cases.back().created + (60 + static_cast<std::int64_t>(i)) * kMsPerDay;
    org::Record record = table.blank();
    record["Subject"] = "Welcome to your demo org (" + std::to_string(i + 1) + ")";
    record["TextBody"] = "This is a test message.";
    record["FromAddress"] = std::string("noreply@") + kDemoDomain;
    record["ToAddress"] = "user" + number(i) + "@" + kDemoDomain;
    record["ToIds"] = "[\"" + id_of(output.catalog, "User", world.agents.size() + i) + "\"]";
    record["Incoming"] = std::int64_t{0};
    record["Status"] = "3";
    record["MessageDate"] = org::format_datetime(at);
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

// Their Ids sort before those of the chats about cases.
Result<void> write_noise_chats(const Output& output, const World& world, Table& table) {
  constexpr const char* kVisitor = "571";
  constexpr std::uint64_t kFirstVisitor = 1'000'000;
  Random random(world.seed(), "empty chats");
  for (std::uint64_t i = 0; i < noise::kChats; ++i) {
    const std::int64_t at = shape::kArticlesMs + 3 * kMsPerDay + static_cast<std::int64_t>(i) * kMinute;
    org::Record record = table.blank();
    record["Name"] = table.auto_number("Name");
    record["OwnerId"] = id_of(output.catalog, "User", random.below(world.agents.size()));
    record["LiveChatVisitorId"] = org::make_id(kVisitor, "Lo0", kFirstVisitor + i);
    record["Status"] = "Missed";
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

}  // namespace localorg::dataset
