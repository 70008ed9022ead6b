// The generated org has the published org's distributions: what was counted on its rows (dataset.md 2.1 to 2.7) against what is
// counted here, for two seeds, each with how far it may be off.  A tolerance of 0 says that the number is planned; the others
// are left to chance, and theirs is about three times what seeds differ by.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>

#include "dataset/generate.h"
#include "store/org_file.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::dataset;

namespace {

struct Target {
  const char* what;
  double wanted, tolerance;
  const char* sql;
};

#define CASE "\"Case\""
#define MINUTES(FROM, TO) "(julianday(substr(" TO ", 1, 19)) - julianday(substr(" FROM ", 1, 19))) * 1440"
// The value below which a share of the values lies.
#define QUANTILE(SHARE, VALUES)                                                                           \
  "SELECT v FROM (SELECT v, row_number() OVER (ORDER BY v) AS place, count(*) OVER () AS n FROM (" VALUES \
  ")) WHERE "                                                                                             \
  "place = 1 + CAST(" SHARE " * (n - 1) AS INTEGER)"
#define HANDLE(ORIGIN) \
  "SELECT " MINUTES("CreatedDate", "ClosedDate") " AS v FROM " CASE " WHERE Origin = '" ORIGIN "' AND ClosedDate IS NOT NULL"
#define TRANSFER(ORIGIN)                                                                                              \
  "SELECT " MINUTES("c.CreatedDate", "h.CreatedDate") " AS v FROM CaseHistory__c h JOIN " CASE                        \
                                                      " c ON c.Id = h.CaseId__c WHERE h.OldValue__c IS NOT NULL AND " \
                                                      "c.Origin = '" ORIGIN "'"
#define MINUTE(OF) "SELECT 100.0 * avg(substr(CreatedDate, 15, 2) = '" OF "') FROM " CASE
#define HOURS(FROM, TO) "SELECT 100.0 * avg(substr(CreatedDate, 12, 2) BETWEEN '" FROM "' AND '" TO "') FROM " CASE
#define PER_ACCOUNT "SELECT count(*) AS v FROM " CASE " GROUP BY AccountId"
#define PER_PRODUCT "SELECT count(*) AS v FROM " CASE " c JOIN OrderItem i ON i.Id = c.OrderItemId__c GROUP BY i.Product2Id"
#define ITEMS "SELECT count(*) AS v FROM OrderItem GROUP BY Product2Id"
#define ORDERS "SELECT count(*) AS v FROM \"Order\" GROUP BY AccountId"
#define IN_ORDER "SELECT count(*) AS v FROM OrderItem GROUP BY OrderId"
#define OWNED "SELECT count(*) AS v FROM " CASE " WHERE Status = 'Closed' GROUP BY OwnerId"
#define PRIORITY(ISSUE, PRIORITY)                              \
  "SELECT 100.0 * avg(c.Priority = '" PRIORITY "') FROM " CASE \
  " c JOIN Issue__c s ON s.Id = c.IssueId__c WHERE "           \
  "s.Name = '" ISSUE "'"
#define TRANSFERS(ISSUE)                                             \
  "SELECT count(*) FROM CaseHistory__c h JOIN " CASE                 \
  " c ON c.Id = h.CaseId__c JOIN Issue__c s ON s.Id = c.IssueId__c " \
  "WHERE h.OldValue__c IS NOT NULL AND s.Name = '" ISSUE "'"
#define STATE(OF) "SELECT count(*) FROM Account WHERE ShippingState = '" OF "'"

// clang-format off
constexpr auto kTargets = std::to_array<Target>({
    // 2.1: channel, status.  Cases per month have a test of their own.
    {"chat cases", 387, 0, "SELECT count(*) FROM " CASE " WHERE Origin = 'Chat'"},
    {"closed chat cases", 374, 0, "SELECT count(*) FROM " CASE " WHERE Origin = 'Chat' AND Status = 'Closed'"},
    {"closed cases", 918, 0, "SELECT count(*) FROM " CASE " WHERE Status = 'Closed'"},
    {"waiting cases", 58, 0, "SELECT count(*) FROM " CASE " WHERE Status = 'Waiting on Customer'"},
    {"mails", 3234, 0, "SELECT count(*) FROM EmailMessage"},
    // Time of day, in percent.
    {"minute 00", 38, 5, MINUTE("00")}, {"minute 30", 19, 4, MINUTE("30")}, {"minute 15", 11, 3.5, MINUTE("15")},
    {"minute 45", 11, 3.5, MINUTE("45")}, {"minute 20", 4, 2, MINUTE("20")},
    {"second 00", 99, 1, "SELECT 100.0 * avg(substr(CreatedDate, 18, 2) = '00') FROM " CASE},
    {"hours 8 to 16", 91, 4, HOURS("08", "16")}, {"hour 9", 22, 4, HOURS("09", "09")}, {"hour 14", 12, 3.5, HOURS("14", "14")},
    {"Sundays", 9, 4, "SELECT 100.0 * avg(strftime('%w', substr(CreatedDate, 1, 10)) = '0') FROM " CASE},
    // Minutes from creation to closing.
    {"chat, shortest", 9, 0.1, QUANTILE("0", HANDLE("Chat"))}, {"chat, 5 %", 13.5, 0.5, QUANTILE("0.05", HANDLE("Chat"))},
    {"chat, 25 %", 19, 0.5, QUANTILE("0.25", HANDLE("Chat"))}, {"chat, median", 24, 0.5, QUANTILE("0.5", HANDLE("Chat"))},
    {"chat, 75 %", 30, 0.5, QUANTILE("0.75", HANDLE("Chat"))}, {"chat, 95 %", 42, 1, QUANTILE("0.95", HANDLE("Chat"))},
    {"chat, longest", 73, 0.1, QUANTILE("1", HANDLE("Chat"))},
    {"mail, shortest", 103, 1, QUANTILE("0", HANDLE("Email"))}, {"mail, 5 %", 243, 5, QUANTILE("0.05", HANDLE("Email"))},
    {"mail, 25 %", 338, 5, QUANTILE("0.25", HANDLE("Email"))}, {"mail, median", 428, 5, QUANTILE("0.5", HANDLE("Email"))},
    {"mail, 75 %", 568, 8, QUANTILE("0.75", HANDLE("Email"))}, {"mail, 95 %", 1633, 30, QUANTILE("0.95", HANDLE("Email"))},
    {"mail, longest", 30154, 1, QUANTILE("1", HANDLE("Email"))},
    // Agents.
    {"agents with closed cases", 100, 0, "SELECT count(DISTINCT OwnerId) FROM " CASE " WHERE Status = 'Closed'"},
    {"fewest closed cases of an agent", 3, 1, "SELECT min(v) FROM (" OWNED ")"},
    {"most closed cases of an agent", 16, 1, "SELECT max(v) FROM (" OWNED ")"},
    // Cases by account: about 186 have some, 1 to 38.  In those that are known the median is 4, and one in ten has 9 or more.
    {"accounts with cases", 186, 6, "SELECT count(*) FROM (" PER_ACCOUNT ")"},
    {"most cases of an account", 34, 6, "SELECT max(v) FROM (" PER_ACCOUNT ")"},
    {"cases of an account, median", 4, 1, QUANTILE("0.5", PER_ACCOUNT)},
    {"cases of an account, 90 %", 9, 1.5, QUANTILE("0.9", PER_ACCOUNT)},
    // Cases by product: 127 are asked about, a few have 10 to 22, most of 500 none.
    {"products with cases", 170, 25, "SELECT count(*) FROM (" PER_PRODUCT ")"},
    {"most cases of a product", 21, 2, "SELECT max(v) FROM (" PER_PRODUCT ")"},
    {"products with ten cases and more", 28, 10, "SELECT count(*) FROM (" PER_PRODUCT ") WHERE v >= 10"},
    {"cases about one item", 1, 0, "SELECT max(v) FROM (SELECT count(*) AS v FROM " CASE " GROUP BY OrderItemId__c)"},
    // 2.1: subjects and descriptions.
    {"different subjects", 180, 15, "SELECT count(DISTINCT Subject) FROM " CASE},
    {"subjects used once", 128, 16, "SELECT count(*) FROM (SELECT 1 FROM " CASE " GROUP BY Subject HAVING count(*) = 1)"},
    {"most frequent subject", 196, 0, "SELECT max(n) FROM (SELECT count(*) AS n FROM " CASE " GROUP BY Subject)"},
    {"shortest description", 65, 2, "SELECT min(length(Description)) FROM " CASE},
    {"longest description", 147, 2, "SELECT max(length(Description)) FROM " CASE},
    {"length of a description", 99, 2.5, "SELECT avg(length(Description)) FROM " CASE},
    {"descriptions with the product, in percent", 50, 6,
     "SELECT 100.0 * avg(instr(c.Description, p.Name) > 0) FROM " CASE " c JOIN OrderItem i ON i.Id = c.OrderItemId__c "
     "JOIN Product2 p ON p.Id = i.Product2Id"},
    // Priority by issue, in percent, where 27 cases and more are known.
    {"High for a defect", 83, 12, PRIORITY("Product Defect", "High")},
    {"High for a wrong item", 76, 12, PRIORITY("Incorrect Item Received", "High")},
    {"Medium for a size", 52, 12, PRIORITY("Size Mismatch", "Medium")},
    {"Low or Medium for returns", 90, 12,
     "SELECT 100.0 * avg(c.Priority <> 'High') FROM " CASE " c JOIN Issue__c s ON s.Id = c.IssueId__c WHERE s.Name = 'Return Policy Issue'"},
    // 2.5: transfers, and the minutes until then.
    {"transfers", 111, 0, "SELECT count(*) FROM CaseHistory__c WHERE OldValue__c IS NOT NULL"},
    {"transfers, loyalty", 5, 0, TRANSFERS("Loyalty Program Inquiry")}, {"transfers, cancellation", 30, 0, TRANSFERS("Order Cancellation")},
    {"transfers, availability", 4, 0, TRANSFERS("Product Availability")}, {"transfers, warranty", 14, 1, TRANSFERS("Warranty Issue")},
    {"transfers, billing", 7, 0, TRANSFERS("Billing/Payment Issue")}, {"transfers, shipping", 18, 1, TRANSFERS("Shipping Delay")},
    {"transfers, size", 16, 1, TRANSFERS("Size Mismatch")}, {"transfers, defect", 7, 0, TRANSFERS("Product Defect")},
    {"agents who transferred", 56, 7, "SELECT count(DISTINCT OldValue__c) FROM CaseHistory__c WHERE OldValue__c IS NOT NULL"},
    {"chat transfer, median", 9, 1.5, QUANTILE("0.5", TRANSFER("Chat"))}, {"chat transfer, latest", 16, 2, QUANTILE("1", TRANSFER("Chat"))},
    {"mail transfer, median", 159, 30, QUANTILE("0.5", TRANSFER("Email"))}, {"mail transfer, latest", 386, 60, QUANTILE("1", TRANSFER("Email"))},
    // 2.6: products, prices, orders.
    {"names of three words, in percent", 74, 5, "SELECT 100.0 * avg(length(Name) - length(replace(Name, ' ', '')) = 2) FROM Product2"},
    {"names of four words, in percent", 22, 5, "SELECT 100.0 * avg(length(Name) - length(replace(Name, ' ', '')) = 3) FROM Product2"},
    {"names that two products have", 3, 0, "SELECT count(*) FROM (SELECT 1 FROM Product2 GROUP BY Name HAVING count(*) = 2)"},
    {"prices that are no multiple of 25 cents", 0, 0, "SELECT count(*) FROM PricebookEntry WHERE UnitPrice * 4 <> round(UnitPrice * 4)"},
    {"products with one price in all books", 0, 0,
     "SELECT count(*) FROM (SELECT 1 FROM PricebookEntry GROUP BY Product2Id HAVING count(DISTINCT UnitPrice) = 1)"},
    {"accounts with orders", 195, 0, "SELECT count(*) FROM (" ORDERS ")"},
    {"fewest orders of an account", 1, 0, "SELECT min(v) FROM (" ORDERS ")"}, {"most orders of an account", 20, 1, "SELECT max(v) FROM (" ORDERS ")"},
    {"orders of an account", 10.6, 0.1, "SELECT avg(v) FROM (" ORDERS ")"}, {"orders of an account, 25 %", 7, 1.5, QUANTILE("0.25", ORDERS)},
    {"orders of an account, 75 %", 15, 1.5, QUANTILE("0.75", ORDERS)},
    {"items of an order", 3.4, 0.05, "SELECT avg(v) FROM (" IN_ORDER ")"},
    {"most items of a product", 145, 15, "SELECT max(v) FROM (" ITEMS ")"},
    {"products with 80 items and more", 16, 5, "SELECT count(*) FROM (" ITEMS ") WHERE v >= 80"},
    {"products that are never bought", 140, 30, "SELECT count(*) FROM Product2 WHERE Id NOT IN (SELECT Product2Id FROM OrderItem)"},
    // 2.7: states, on 96 of 195 accounts CA 15, CO 14, TX 13, AZ 7; a city lies in one state.
    {"states", 31, 0, "SELECT count(DISTINCT ShippingState) FROM Account"},
    {"CA", 26, 4, STATE("CA")}, {"CO", 24, 4, STATE("CO")}, {"TX", 23, 4, STATE("TX")}, {"AZ", 12, 3, STATE("AZ")},
    {"cities in two states", 0, 0, "SELECT count(*) FROM (SELECT 1 FROM Account GROUP BY ShippingCity HAVING count(DISTINCT ShippingState) > 1)"},
    {"accounts without a city", 0, 0, "SELECT count(*) FROM Account WHERE ShippingCity IS NULL"},
});
// clang-format on

store::OpenOrg made(const test::TempFolder& folder, std::uint64_t seed) {
  const std::string path = folder / "shape.org.db";
  GenerateOptions options;
  options.seed = seed;
  const auto catalog = org::Catalog::built_in("crmarena");
  REQUIRE(catalog.has_value());
  const auto done = generate(options, *catalog, path, {});
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
  auto org = store::open_org(path, store::Access::image);
  REQUIRE(org.has_value());
  return *std::move(org);
}

double measured(const store::OpenOrg& org, const char* sql) {
  auto rows = org.database.prepare(sql);
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().message));
  REQUIRE(*rows->step());
  return std::stod(std::string(rows->text(0)));
}

}  // namespace

TEST_CASE("generate: the distributions of the published org") {
  const test::TempFolder folder;
  for (const std::uint64_t seed : {1U, 7U}) {
    const store::OpenOrg org = made(folder, seed);
    for (const Target& target : kTargets) {
      const double value = measured(org, target.sql);
      INFO("seed ", seed, ": ", std::string(target.what), ": ", value, ", wanted ", target.wanted, " +- ", target.tolerance);
      CHECK(std::abs(value - target.wanted) <= target.tolerance);
    }
  }
}

TEST_CASE("generate: cases per month are those of the published org, whatever the seed") {
  const std::array<std::array<int, 12>, 5> wanted = {{{20, 18, 51, 5, 2, 31, 1, 13, 11, 0, 15, 98},
                                                      {37, 26, 51, 6, 4, 34, 0, 16, 5, 11, 33, 85},
                                                      {27, 20, 49, 6, 2, 25, 1, 12, 3, 1, 37, 51},
                                                      {14, 15, 37, 2, 3, 12, 0, 7, 2, 0, 19, 37},
                                                      {5, 5, 11, 0, 1, 0, 0, 0, 0, 0, 0, 0}}};
  const test::TempFolder folder;
  const store::OpenOrg org = made(folder, 7);
  for (std::size_t year = 0; year < wanted.size(); ++year) {
    for (std::size_t month = 0; month < wanted[year].size(); ++month) {
      const std::string name = std::to_string(2020 + year) + (month < 9 ? "-0" : "-") + std::to_string(month + 1);
      const std::string sql = "SELECT count(*) FROM " CASE " WHERE CreatedDate LIKE '" + name + "%'";
      CHECK_MESSAGE(measured(org, sql.c_str()) == wanted[year][month], name);
    }
  }
}

// dataset.md 1.1, "Why the counts differ".
TEST_CASE("generate: with noise the counts are those of the dump") {
  const test::TempFolder folder;
  const std::string path = folder / "noise.org.db";
  GenerateOptions options;
  options.noise = true;
  const auto catalog = org::Catalog::built_in("crmarena");
  REQUIRE(generate(options, *catalog, path, {}).has_value());
  const auto org = store::open_org(path, store::Access::image);
  REQUIRE(org.has_value());
  const std::map<std::string, int> wanted = {{"User", 152},          {"Account", 201},
                                             {"Contact", 208},       {"Case", 977},
                                             {"Knowledge__kav", 45}, {"ProductCategory", 12},
                                             {"Product2", 501},      {"ProductCategoryProduct", 762},
                                             {"Pricebook2", 46},     {"PricebookEntry", 22000},
                                             {"Order", 2069},        {"OrderItem", 7100},
                                             {"EmailMessage", 3241}, {"LiveChatTranscript", 774},
                                             {"Issue__c", 10},       {"CaseHistory__c", 2983}};
  for (const auto& [object, count] : wanted)
    CHECK_MESSAGE(measured(*org, ("SELECT count(*) FROM \"" + object + "\"").c_str()) == count, object);
  // The product without a link spells its category with an ASCII apostrophe.
  CHECK(measured(*org,
                 "SELECT count(*) FROM Product2 p WHERE External_ID__c LIKE 'Women''s Athletic Wear%' AND NOT EXISTS "
                 "(SELECT 1 FROM ProductCategoryProduct l WHERE l.ProductId = p.Id)") == 1);
  CHECK(measured(*org, "SELECT count(*) FROM Product2 WHERE External_ID__c IS NULL") == 1);
  CHECK(measured(*org, "SELECT count(*) FROM Pricebook2 WHERE Id NOT IN (SELECT Pricebook2Id FROM PricebookEntry)") == 2);
  // Empty chats have an owner, and Ids before those of the others.
  CHECK(measured(*org,
                 "SELECT count(*) FROM LiveChatTranscript WHERE CaseId IS NULL AND OwnerId IS NOT NULL AND Id < (SELECT "
                 "min(Id) FROM LiveChatTranscript WHERE CaseId IS NOT NULL)") == 387);
}
