// Who buys what in the generated org: people, products, prices, orders.
#include <doctest/doctest.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "support/generated_org.h"

using namespace localorg;
using namespace localorg::test;

TEST_CASE("generate: people") {
  CHECK(one("SELECT count(DISTINCT FirstName || ' ' || LastName) FROM User") == "100");
  CHECK(one("SELECT count(DISTINCT Username) FROM User") == "100");
  CHECK(one("SELECT count(DISTINCT PersonEmail) FROM Account") == "195");
  CHECK(one("SELECT count(*) FROM User WHERE Email GLOB '*[^a-z0-9.@]*'") == "0");
  CHECK(one("SELECT count(*) FROM User WHERE LanguageLocaleKey || LocaleSidKey || EmailEncodingKey || TimeZoneSidKey <> "
            "'en_USen_USUTF-8America/Los_Angeles'") == "0");
  CHECK(std::stoi(one("SELECT count(*) FROM User WHERE FirstName || LastName GLOB '*[^ -~]*'")) > 5);
  CHECK(one("SELECT count(*) FROM Contact WHERE AccountId IS NULL") == "1");
  CHECK(one("SELECT count(*) FROM Account a JOIN Contact c ON c.AccountId = a.Id AND c.Id = a.PersonContactId AND c.Name = "
            "a.Name AND c.Email = a.PersonEmail") == "195");
  CHECK(one("SELECT count(DISTINCT ShippingState) FROM Account") == "31");
  CHECK(one("SELECT count(*) FROM Account WHERE ShippingCity = 'Denver' AND ShippingState <> 'CO'") == "0");
}

TEST_CASE("generate: products and their categories") {
  CHECK(pairs("SELECT c.Name, count(*) FROM ProductCategoryProduct p JOIN ProductCategory c ON c.Id = p.ProductCategoryId "
              "GROUP BY 1") == std::map<std::string, std::string>{{"Training Equipment", "127"},
                                                                  {"Outdoor Apparel", "111"},
                                                                  {"Running Shoes", "106"},
                                                                  {"Women’s Athletic Wear", "81"},
                                                                  {"Yoga Apparel", "71"},
                                                                  {"Swimming Gear", "66"},
                                                                  {"Fitness Trackers", "46"},
                                                                  {"Cycling Apparel", "43"},
                                                                  {"Soccer Gear", "41"},
                                                                  {"Basketball Apparel", "31"},
                                                                  {"Golf Equipment", "30"},
                                                                  {"Lifestyle Sneakers", "10"}});
  CHECK(pairs("SELECT n, count(*) FROM (SELECT count(*) AS n FROM ProductCategoryProduct GROUP BY ProductId) GROUP BY 1") ==
        std::map<std::string, std::string>{{"1", "247"}, {"2", "243"}, {"3", "10"}});
  // External_ID__c: the categories, then the product's number.
  std::map<std::string, std::set<std::string>> links;
  for (const Row& row :
       rows("SELECT p.ProductId, c.Name FROM ProductCategoryProduct p JOIN ProductCategory c ON c.Id = p.ProductCategoryId"))
    links[row[0]].insert(row[1]);
  int number = 0;
  for (const Row& row : rows("SELECT Id, External_ID__c FROM Product2 ORDER BY Id")) {
    const std::size_t end = row[1].rfind('_');
    CHECK(row[1].substr(end + 1) == std::to_string(++number));
    std::set<std::string> names;
    const std::string list = row[1].substr(0, end) + ", ";
    for (std::size_t at = 0; at < list.size(); at = list.find(", ", at) + 2)
      names.insert(list.substr(at, list.find(", ", at) - at));
    CHECK(names == links[row[0]]);
  }
  CHECK(one("SELECT count(*) FROM (SELECT Name FROM Product2 GROUP BY Name HAVING count(*) = 2)") == "3");
  CHECK(one("SELECT count(*) FROM Product2 WHERE length(Description) NOT BETWEEN 47 AND 100 OR NOT IsActive") == "0");
  // No two descriptions alike, and a product that shares its name with another is described under it.
  CHECK(one("SELECT count(DISTINCT Description) FROM Product2") == "500");
  CHECK(one("SELECT count(*) FROM Product2 WHERE instr(Description, lower(substr(Name, instr(Name, ' ') + 1))) = 0") == "0");
  CHECK(one("SELECT count(*) FROM Product2 WHERE Name GLOB '* [0-9]'") == "0");
}

TEST_CASE("generate: every product has a price in every book, and orders use the book of their day") {
  CHECK(one("SELECT count(*) FROM (SELECT Pricebook2Id, Product2Id FROM PricebookEntry GROUP BY 1, 2)") == "22000");
  CHECK(one("SELECT count(*) FROM PricebookEntry WHERE UnitPrice * 4 <> round(UnitPrice * 4) OR UnitPrice <= 0") == "0");
  CHECK(std::stoi(one("SELECT max(n) FROM (SELECT count(DISTINCT UnitPrice) AS n FROM PricebookEntry GROUP BY Product2Id)")) >
        10);
  CHECK(one("SELECT count(*) FROM \"Order\" o JOIN Pricebook2 b ON b.Id = o.Pricebook2Id WHERE o.EffectiveDate < "
            "substr(b.ValidFrom, 1, 10) OR "
            "o.EffectiveDate > substr(b.ValidTo, 1, 10)") == "0");
  CHECK(one("SELECT count(*) FROM OrderItem i JOIN \"Order\" o ON o.Id = i.OrderId JOIN PricebookEntry e ON e.Id = "
            "i.PricebookEntryId WHERE "
            "e.Pricebook2Id <> o.Pricebook2Id OR e.Product2Id <> i.Product2Id OR e.UnitPrice <> i.UnitPrice OR i.Quantity <> "
            "1.0") == "0");
  CHECK(one("SELECT count(*) FROM (SELECT OrderId, Product2Id FROM OrderItem GROUP BY 1, 2 HAVING count(*) > 1)") == "0");
  CHECK(one("SELECT count(*) FROM \"Order\" o WHERE abs(TotalAmount - (SELECT sum(TotalPrice) FROM OrderItem WHERE OrderId = "
            "o.Id)) > 0.001") == "0");
}

TEST_CASE("generate: orders of the accounts") {
  CHECK(one("SELECT count(DISTINCT AccountId) FROM \"Order\"") == "195");
  CHECK(std::stoi(one("SELECT max(n) FROM (SELECT count(*) AS n FROM \"Order\" GROUP BY AccountId)")) <= 20);
  CHECK(one("SELECT count(*) FROM \"Order\" WHERE Status <> 'Activated' OR StatusCode <> 'Activated'") == "0");
  CHECK(one("SELECT count(*) FROM \"Order\" WHERE EffectiveDate NOT BETWEEN '2020-01-01' AND '2024-05-26'") == "0");
  // December sells more than July to October together.
  CHECK(std::stoi(one("SELECT count(*) FROM \"Order\" WHERE substr(EffectiveDate, 6, 2) = '12'")) >
        std::stoi(one("SELECT count(*) FROM \"Order\" WHERE substr(EffectiveDate, 6, 2) BETWEEN '07' AND '10'")));
}
