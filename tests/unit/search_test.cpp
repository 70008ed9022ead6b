// The search index beside its table, the limits of an answer, the spread of LIMIT, spelling.
#include "sosl/search.h"

#include <doctest/doctest.h>

#include "org/id.h"
#include "org/record.h"
#include "sosl/parse.h"
#include "sosl/spelling.h"
#include "sosl/unparse.h"
#include "store/search_index.h"
#include "support/temp_folder.h"

namespace {

using namespace localorg;

// An org with `count` accounts named Acme 1 and on, and one contact.
struct Org {
  explicit Org(int count) {
    const auto catalog = org::Catalog::built_in("crmarena");
    REQUIRE(catalog.has_value());
    path = folder / "search.org.db";
    auto writer = store::OrgWriter::create(path, *catalog);
    REQUIRE(writer.has_value());
    const org::SObject& account = *catalog->find("Account");
    for (int i = 1; i <= count; ++i) add(*writer, account, "Acme " + std::to_string(i), i);
    REQUIRE(writer->finish().has_value());
    open();
  }

  void open() {
    auto opened = store::open_org(path, store::Access::write);
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
    org = std::make_unique<store::OpenOrg>(*std::move(opened));
    soql.emplace(*org, org::Clock());
    engine = std::make_unique<sosl::Engine>(*soql);
  }

  static void add(store::OrgWriter& writer, const org::SObject& object, const std::string& name, int number) {
    org::Record record(object);
    record["Id"] = org::make_id(object.key_prefix, "Te0", static_cast<std::uint64_t>(number));
    record["Name"] = name;
    org::complete(record, std::vector<bool>(object.fields.size()));
    REQUIRE(writer.add(record).has_value());
  }

  std::vector<std::string> found(const std::string& text) {
    auto prepared = sosl::search(*engine, text);
    REQUIRE_MESSAGE(prepared.has_value(), (prepared ? "" : prepared.error().message));
    std::vector<std::string> out;
    for (sosl::PreparedReturned& returned : (*prepared)->returned) {
      store::Statement& rows = returned.prepared.statement;
      rows.bind_all(returned.prepared.plan.sql.parameters);
      while (*rows.step()) out.emplace_back(rows.text(rows.column_count() - 1));  // behind the Id
      rows.reset();
    }
    return out;
  }

  void run(const std::string& sql) {
    const auto done = org->database.execute(sql);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
  }

  test::TempFolder folder;
  std::string path;
  std::unique_ptr<store::OpenOrg> org;
  std::optional<soql::Engine> soql;
  std::unique_ptr<sosl::Engine> engine;
};

using Names = std::vector<std::string>;

TEST_CASE("the index follows every write of its table") {
  Org org(3);
  const std::string search = "FIND {zebra} RETURNING Account(Name)";
  CHECK(org.found(search).empty());
  org.run("UPDATE \"Account\" SET \"Name\" = 'Zebras' WHERE \"Name\" = 'Acme 2'");
  CHECK(org.found(search) == Names{"Zebras"});
  CHECK(org.found("FIND {acme} RETURNING Account(Name ORDER BY Name)") == Names{"Acme 1", "Acme 3"});
  org.run("UPDATE \"Account\" SET \"Description\" = 'a zebra' WHERE \"Name\" = 'Acme 3'");
  CHECK(org.found(search) == Names{"Zebras", "Acme 3"});
  org.run("UPDATE \"Account\" SET \"Type\" = 'x'");  // not searched
  CHECK(org.found(search) == Names{"Zebras", "Acme 3"});
  org.run("INSERT INTO \"localorg_deleted_Account\" SELECT * FROM \"Account\" WHERE \"Name\" = 'Zebras'");
  org.run("DELETE FROM \"Account\" WHERE \"Name\" = 'Zebras'");
  CHECK(org.found(search) == Names{"Acme 3"});
  org.run("INSERT INTO \"Account\" SELECT * FROM \"localorg_deleted_Account\"");
  CHECK(org.found(search) == Names{"Zebras", "Acme 3"});
  org.run("BEGIN; DELETE FROM \"Account\"; ROLLBACK");
  CHECK(org.found(search) == Names{"Zebras", "Acme 3"});
  org.run("INSERT INTO \"localorg_search_Account\" (\"localorg_search_Account\") VALUES ('integrity-check')");
}

TEST_CASE("a file of the first format gets its indexes when it is opened to be written") {
  Org org(2);
  org.run("UPDATE localorg_meta SET value = '1' WHERE name = 'format'");
  for (const org::SObject& object : org.org->catalog->objects()) {
    if (store::searched_fields(object).empty()) continue;
    for (const char* what : {"insert", "delete", "update"})
      org.run("DROP TRIGGER \"localorg_search_" + object.name + "_" + what + "\"");
    for (const std::string& table :
         {store::words_table_of(object), store::search_table_of(object), store::found_table_of(object)}) {
      org.run("DROP TABLE " + table);
    }
  }
  org.engine.reset();
  org.soql.reset();
  org.org.reset();
  {
    const auto read = store::open_org(org.path);
    REQUIRE(read.has_value());
    soql::Engine soql(*read, org::Clock());
    sosl::Engine engine(soql);
    const auto refused = sosl::search(engine, "FIND {acme} RETURNING Account");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().errorCode == ErrorCode::ORG_UNUSABLE);
  }
  org.open();
  CHECK(org.found("FIND {acme} RETURNING Account(Name)") == Names{"Acme 1", "Acme 2"});
}

TEST_CASE("rows of an answer: 250, or 2000 with WHERE or ORDER BY; 2000 over all objects (SOSL reference)") {
  Org org(2100);
  CHECK(org.found("FIND {acme} RETURNING Account").size() == 250);
  CHECK(org.found("FIND {acme} RETURNING Account(Id LIMIT 600)").size() == 250);
  CHECK(org.found("FIND {acme} RETURNING Account(Id ORDER BY Name)").size() == 2000);
  CHECK(org.found("FIND {acme} RETURNING Account(Id WHERE Name != 'x')").size() == 2000);
  CHECK(org.found("FIND {acme} RETURNING Account(Id WHERE Name != 'x' LIMIT 5000)").size() == 2000);
  CHECK(org.found("FIND {acme} RETURNING Account(Id ORDER BY Name), Contact").size() == 250);
  CHECK(org.found("FIND {acme} RETURNING Account, Contact, Case, Order, User, EmailMessage, Product2, Pricebook2, Issue__c, "
                  "Knowledge__kav")
            .size() == 200);
  CHECK(org.found("FIND {acme} RETURNING Account LIMIT 3").size() == 3);
}

TEST_CASE("LIMIT goes evenly over the objects") {
  using Counts = std::vector<std::size_t>;
  CHECK(sosl::spread({19, 35}, 20) == Counts{10, 10});
  CHECK(sosl::spread({3, 35}, 20) == Counts{3, 17});
  CHECK(sosl::spread({5, 5, 5}, 7) == Counts{3, 2, 2});
  CHECK(sosl::spread({5, 5}, 100) == Counts{5, 5});
  CHECK(sosl::spread({5, 5}, 0) == Counts{0, 0});
  CHECK(sosl::spread({5, 5}, std::nullopt) == Counts{5, 5});
  CHECK(sosl::spread({}, 3).empty());
}

TEST_CASE("the word that was meant") {
  const std::vector<sosl::KnownWord> words = {{"refund", 5}, {"refine", 1}, {"return", 9}, {"returns", 9}, {"rerun", 2}};
  CHECK(sosl::nearest("refnud", words) == "refund");
  CHECK(sosl::nearest("refun", words) == "refund");
  CHECK(sosl::nearest("retorn", words) == "return");
  CHECK(sosl::nearest("zefund", words).empty());
  CHECK(sosl::nearest("banana", words).empty());
  CHECK(sosl::nearest("same", {{"sane", 1}, {"safe", 3}, {"sage", 3}}) == "safe");
}

TEST_CASE("a printed search parses to itself") {
  for (const char* text :
       {"FIND {a* AND (b OR \"c d\") AND NOT e f} IN NAME FIELDS RETURNING Account(Id, toLabel(Type) t WHERE Name = 'x' AND "
        "(Id != null OR Name LIKE 'a%') ORDER BY Name DESC NULLS LAST, Id LIMIT 3 OFFSET 4), Contact WITH HIGHLIGHT LIMIT 7",
        "FIND {x\\-y} WITH DIVISION = 'a' WITH NETWORK IN ('b', 'c') WITH SNIPPET (target_length = 50) WITH SPELL_CORRECTION = "
        "false UPDATE TRACKING, VIEWSTAT",
        "find {in} returning Knowledge__kav(Id using ListView = Recent) with data category g at (a, b) and h below c"}) {
    const auto parsed = sosl::parse(text);
    REQUIRE_MESSAGE(parsed.has_value(), (parsed ? "" : parsed.error().message));
    const std::string printed = sosl::unparse(*parsed);
    const auto again = sosl::parse(printed);
    REQUIRE_MESSAGE(again.has_value(), printed);
    CHECK(*again == *parsed);
    CHECK(sosl::unparse(*again) == printed);
  }
}

TEST_CASE("escaped text is searched as it stands") {
  CHECK(sosl::escape("T-shirt (new) & \"old\"") == "T\\-shirt \\(new\\) \\& \\\"old\\\"");
  CHECK(sosl::parse("FIND {" + sosl::escape("?&|!{}[]()^~*:\\\"'+- x") + "}").has_value());
}

}  // namespace
