#include "dataset/verify_content.h"

#include <array>

#include "base/text.h"
#include "dataset/verify_fault.h"

namespace localorg::dataset {
namespace {

struct Rule {
  const char* check;
  const char* subject;
  const char* objects;  // that it reads
  const char* broken;   // what is wrong with the records that `sql` finds
  const char* sql;      // their Ids
};

#define HISTORY(FIELD) "(SELECT count(*) FROM CaseHistory__c h WHERE h.CaseId__c = c.Id AND h.Field__c = '" FIELD "'"

// clang-format off
constexpr std::array kRules = {
    Rule{"history", "Case", "CaseHistory__c", "cases without exactly one 'Case Creation' at their CreatedDate",
         "SELECT c.Id FROM \"Case\" c WHERE c.CreatedDate IS NOT NULL AND (" HISTORY("Case Creation") ") <> 1 OR "
         HISTORY("Case Creation") " AND h.CreatedDate = c.CreatedDate AND h.OldValue__c IS NULL AND h.NewValue__c IS NULL) <> 1)"},
    Rule{"history", "Case", "CaseHistory__c", "cases without exactly one first owner at their CreatedDate",
         "SELECT c.Id FROM \"Case\" c WHERE c.CreatedDate IS NOT NULL AND (" HISTORY("Owner Assignment") " AND h.OldValue__c IS NULL) <> 1 OR "
         HISTORY("Owner Assignment") " AND h.OldValue__c IS NULL AND h.CreatedDate = c.CreatedDate) <> 1)"},
    Rule{"history", "Case", "CaseHistory__c", "closed cases without exactly one 'Case Closed' at their ClosedDate",
         "SELECT c.Id FROM \"Case\" c WHERE c.ClosedDate IS NOT NULL AND (" HISTORY("Case Closed") ") <> 1 OR "
         HISTORY("Case Closed") " AND h.CreatedDate = c.ClosedDate) <> 1)"},
    Rule{"history", "Case", "CaseHistory__c", "open cases with a 'Case Closed'",
         "SELECT c.Id FROM \"Case\" c WHERE c.ClosedDate IS NULL AND " HISTORY("Case Closed") ") > 0"},
    Rule{"history", "Case", "CaseHistory__c", "cases whose owner is not the last one assigned",
         "SELECT c.Id FROM \"Case\" c WHERE c.OwnerId <> (SELECT h.NewValue__c FROM CaseHistory__c h WHERE h.CaseId__c = c.Id AND "
         "h.Field__c = 'Owner Assignment' ORDER BY h.CreatedDate DESC, h.Id DESC LIMIT 1)"},
    Rule{"history", "CaseHistory__c", "Case", "transfers from somebody who did not own the case then",
         "SELECT t.Id FROM CaseHistory__c t WHERE t.Field__c = 'Owner Assignment' AND t.OldValue__c IS NOT NULL AND t.OldValue__c <> "
         "ifnull((SELECT h.NewValue__c FROM CaseHistory__c h WHERE h.CaseId__c = t.CaseId__c AND h.Field__c = 'Owner Assignment' AND "
         "(h.CreatedDate, h.Id) < (t.CreatedDate, t.Id) ORDER BY h.CreatedDate DESC, h.Id DESC LIMIT 1), '')"},
    Rule{"history", "CaseHistory__c", "Case", "entries before their case's creation or after its closing",
         "SELECT h.Id FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE h.CreatedDate < c.CreatedDate OR h.CreatedDate > c.ClosedDate"},
    Rule{"dates", "Case", "", "cases whose ClosedDate does not go with their Status, or lies before their CreatedDate",
         "SELECT Id FROM \"Case\" WHERE (Status = 'Closed') <> (ClosedDate IS NOT NULL) OR ClosedDate <= CreatedDate"},
    Rule{"closings", "Case", "EmailMessage", "cases not closed with their last e-mail",
         "SELECT c.Id FROM \"Case\" c JOIN (SELECT ParentId, max(MessageDate) AS last FROM EmailMessage GROUP BY 1) m ON m.ParentId = c.Id "
         "WHERE c.ClosedDate <> m.last"},
    Rule{"closings", "Case", "LiveChatTranscript", "cases not closed with the end of their chat",
         "SELECT c.Id FROM \"Case\" c JOIN LiveChatTranscript t ON t.CaseId = c.Id WHERE c.ClosedDate <> t.EndTime"},
    Rule{"conversations", "Case", "EmailMessage LiveChatTranscript", "cases without e-mails and chat, or with both",
         "SELECT c.Id FROM \"Case\" c WHERE EXISTS (SELECT 1 FROM EmailMessage m WHERE m.ParentId = c.Id) = "
         "EXISTS (SELECT 1 FROM LiveChatTranscript t WHERE t.CaseId = c.Id)"},
    Rule{"conversations", "EmailMessage", "Case", "e-mails from before their case",
         "SELECT m.Id FROM EmailMessage m JOIN \"Case\" c ON c.Id = m.ParentId WHERE m.MessageDate < c.CreatedDate"},
    Rule{"conversations", "EmailMessage", "Case Contact", "threads that do not begin with the case's contact",
         "SELECT m.Id FROM EmailMessage m JOIN \"Case\" c ON c.Id = m.ParentId JOIN Contact p ON p.Id = c.ContactId JOIN (SELECT ParentId, "
         "min(MessageDate) AS first FROM EmailMessage GROUP BY 1) f ON f.ParentId = m.ParentId AND f.first = m.MessageDate "
         "WHERE lower(m.FromAddress) <> lower(p.Email)"},
    Rule{"conversations", "EmailMessage", "Case Contact CaseHistory__c User", "e-mails from neither the contact nor an agent of the case",
         "SELECT m.Id FROM EmailMessage m JOIN \"Case\" c ON c.Id = m.ParentId JOIN Contact p ON p.Id = c.ContactId WHERE "
         "lower(m.FromAddress) <> lower(p.Email) AND NOT EXISTS (SELECT 1 FROM CaseHistory__c h JOIN User u ON u.Id = h.NewValue__c "
         "WHERE h.CaseId__c = c.Id AND lower(u.Email) = lower(m.FromAddress))"},
    Rule{"conversations", "LiveChatTranscript", "Case", "chats whose account or owner is not their case's",
         "SELECT t.Id FROM LiveChatTranscript t JOIN \"Case\" c ON c.Id = t.CaseId WHERE t.AccountId <> c.AccountId OR t.OwnerId <> c.OwnerId"},
    Rule{"uniqueness", "LiveChatTranscript", "", "chats of a case that has another one",
         "SELECT max(Id) FROM LiveChatTranscript WHERE CaseId IS NOT NULL GROUP BY CaseId HAVING count(*) > 1"},
    Rule{"ownership", "Case", "OrderItem Order", "cases about an item that another account bought",
         "SELECT c.Id FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId WHERE o.AccountId <> c.AccountId"},
    Rule{"ownership", "Case", "Contact", "cases whose contact belongs to another account",
         "SELECT c.Id FROM \"Case\" c JOIN Contact p ON p.Id = c.ContactId WHERE p.AccountId <> c.AccountId"},
    Rule{"dates", "Case", "OrderItem Order", "cases from before their order",
         "SELECT c.Id FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId "
         "WHERE o.EffectiveDate > substr(c.CreatedDate, 1, 10)"},
    Rule{"prices", "OrderItem", "Order PricebookEntry", "items whose price is not that of their order's book",
         "SELECT i.Id FROM OrderItem i JOIN \"Order\" o ON o.Id = i.OrderId JOIN PricebookEntry e ON e.Id = i.PricebookEntryId "
         "WHERE e.Pricebook2Id <> o.Pricebook2Id OR e.Product2Id <> i.Product2Id OR abs(e.UnitPrice - i.UnitPrice) > 0.001"},
    Rule{"prices", "Order", "Pricebook2", "orders outside of their price book's time",
         "SELECT o.Id FROM \"Order\" o JOIN Pricebook2 b ON b.Id = o.Pricebook2Id WHERE o.EffectiveDate < substr(b.ValidFrom, 1, 10) OR "
         "o.EffectiveDate > substr(b.ValidTo, 1, 10)"},
    Rule{"prices", "PricebookEntry", "", "prices of nothing or less", "SELECT Id FROM PricebookEntry WHERE UnitPrice <= 0"},
    Rule{"uniqueness", "PricebookEntry", "", "second prices of a product in one book",
         "SELECT max(Id) FROM PricebookEntry WHERE Pricebook2Id IS NOT NULL GROUP BY Pricebook2Id, Product2Id HAVING count(*) > 1"},
    Rule{"uniqueness", "User", "", "users with the name of another",
         "SELECT max(Id) FROM User WHERE FirstName IS NOT NULL GROUP BY FirstName, LastName HAVING count(*) > 1"},
    Rule{"uniqueness", "User", "", "users with the username of another",
         "SELECT max(Id) FROM User WHERE Username IS NOT NULL GROUP BY lower(Username) HAVING count(*) > 1"},
    Rule{"uniqueness", "Account", "", "accounts with the e-mail address of another",
         "SELECT max(Id) FROM Account WHERE PersonEmail IS NOT NULL GROUP BY lower(PersonEmail) HAVING count(*) > 1"},
    Rule{"uniqueness", "Issue__c", "", "issues with the name of another", "SELECT max(Id) FROM Issue__c GROUP BY Name HAVING count(*) > 1"},
    Rule{"uniqueness", "ProductCategory", "", "categories with the name of another",
         "SELECT max(Id) FROM ProductCategory GROUP BY Name HAVING count(*) > 1"},
    Rule{"uniqueness", "Knowledge__kav", "", "articles with the title or address of another",
         "SELECT max(Id) FROM Knowledge__kav GROUP BY Title HAVING count(*) > 1 UNION SELECT max(Id) FROM Knowledge__kav WHERE UrlName IS "
         "NOT NULL GROUP BY UrlName HAVING count(*) > 1"},
    Rule{"uniqueness", "ProductCategoryProduct", "", "second links of a product to one category",
         "SELECT max(Id) FROM ProductCategoryProduct GROUP BY ProductCategoryId, ProductId HAVING count(*) > 1"},
    Rule{"catalogue", "Product2", "ProductCategory ProductCategoryProduct", "products whose links are not what their External_ID__c lists",
         "SELECT p.Id FROM Product2 p WHERE p.External_ID__c IS NOT NULL AND (SELECT count(*) FROM ProductCategoryProduct l WHERE l.ProductId = "
         "p.Id) <> (SELECT count(*) FROM ProductCategory c WHERE instr(', ' || substr(p.External_ID__c, 1, instr(p.External_ID__c, '_') - 1) "
         "|| ',', ', ' || c.Name || ',') > 0)"},
    Rule{"texts", "EmailMessage", "", "texts with an empty slot or a template's bracket",
         "SELECT Id FROM EmailMessage WHERE TextBody GLOB '*[{}<>|]*' OR Subject GLOB '*[{}<>|]*'"},
    Rule{"texts", "Case", "", "texts with an empty slot or a template's bracket",
         "SELECT Id FROM \"Case\" WHERE Subject GLOB '*[{}<>|]*' OR Description GLOB '*[{}<>|]*'"},
    Rule{"texts", "LiveChatTranscript", "", "texts with an empty slot or a template's bracket",
         "SELECT Id FROM LiveChatTranscript WHERE Body GLOB '*[{}<>|]*'"},
    Rule{"texts", "Knowledge__kav", "", "texts with an empty slot or a template's bracket",
         "SELECT Id FROM Knowledge__kav WHERE FAQ_Answer__c GLOB '*[{}|]*' OR Title GLOB '*[{}|]*' OR Summary GLOB '*[{}|]*'"},
};

// Quarters of case creations; an agent, a state, a product each as the tasks have them.
#define QUARTER "substr(c.CreatedDate, 1, 4) || 'Q' || ((substr(c.CreatedDate, 6, 2) + 2) / 3)"
#define UNIQUE_TOP(GROUPS) "SELECT count(*) FROM (SELECT g, n, row_number() OVER w AS place, lead(n) OVER w AS next FROM (" GROUPS \
  ") WINDOW w AS (PARTITION BY g ORDER BY n DESC)) WHERE place = 1 AND n > ifnull(next, 0)"

struct Task {
  const char* name;
  const char* things;
  const char* objects;
  const char* sql;
};
constexpr std::array kTasks = {
    Task{"knowledge_qa", "articles with a text", "Knowledge__kav", "SELECT count(*) FROM Knowledge__kav WHERE length(FAQ_Answer__c) > 0"},
    Task{"named_entity_disambiguation", "items of activated orders whose account has a contact", "Order OrderItem Contact",
         "SELECT count(*) FROM OrderItem i JOIN \"Order\" o ON o.Id = i.OrderId WHERE o.Status = 'Activated' AND o.EffectiveDate IS NOT NULL "
         "AND EXISTS (SELECT 1 FROM Contact p WHERE p.AccountId = o.AccountId)"},
    Task{"policy_violation_identification", "closed cases with a conversation and an article of their issue",
         "Case Issue__c Knowledge__kav EmailMessage LiveChatTranscript",
         "SELECT count(*) FROM \"Case\" c JOIN Issue__c i ON i.Id = c.IssueId__c WHERE c.Status = 'Closed' AND EXISTS (SELECT 1 FROM "
         "Knowledge__kav k WHERE instr(lower(k.Title), lower(i.Name)) > 0) AND (EXISTS (SELECT 1 FROM EmailMessage m WHERE m.ParentId = c.Id) OR "
         "EXISTS (SELECT 1 FROM LiveChatTranscript t WHERE t.CaseId = c.Id))"},
    Task{"handle_time", "quarters with an agent's handle time", "Case CaseHistory__c",
         "SELECT count(DISTINCT " QUARTER ") FROM \"Case\" c WHERE c.Status = 'Closed' AND (SELECT count(*) FROM CaseHistory__c h WHERE "
         "h.CaseId__c = c.Id AND h.Field__c = 'Owner Assignment') = 1"},
    Task{"transfer_count", "quarters in which one agent transferred the most", "Case CaseHistory__c",
         UNIQUE_TOP("SELECT " QUARTER " AS g, c.OldValue__c, count(*) AS n FROM CaseHistory__c c WHERE c.Field__c = 'Owner Assignment' AND "
                    "c.OldValue__c IS NOT NULL GROUP BY 1, 2")},
    Task{"top_issue_identification", "products with one issue that is the most common", "Case OrderItem",
         UNIQUE_TOP("SELECT i.Product2Id AS g, c.IssueId__c, count(*) AS n FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c GROUP BY 1, 2")},
    Task{"monthly_trend_analysis", "products with one month that has the most cases", "Case OrderItem",
         UNIQUE_TOP("SELECT i.Product2Id AS g, substr(c.CreatedDate, 6, 2), count(*) AS n FROM \"Case\" c JOIN OrderItem i ON i.Id = "
                    "c.OrderItemId__c GROUP BY 1, 2")},
    Task{"best_region_identification", "quarters with closed cases of two states", "Case Account",
         "SELECT count(*) FROM (SELECT 1 FROM \"Case\" c JOIN Account a ON a.Id = c.AccountId WHERE c.Status = 'Closed' AND a.ShippingState IS NOT "
         "NULL GROUP BY " QUARTER " HAVING count(DISTINCT a.ShippingState) > 1)"},
    Task{"case_routing", "issues with closed cases", "Case Issue__c",
         "SELECT count(DISTINCT IssueId__c) FROM \"Case\" WHERE Status = 'Closed' AND OwnerId IS NOT NULL"},
};
// clang-format on
#undef HISTORY
#undef QUARTER
#undef UNIQUE_TOP

bool has_objects(const org::Catalog& catalog, const char* subject, const char* objects) {
  const std::string names = std::string(subject) + " " + objects;
  for (const std::string_view name : text::split(names, ' ')) {
    if (name.empty()) continue;
    const org::SObject* object = catalog.find(name);
    if (object == nullptr || object->is_virtual()) return false;
  }
  return true;
}

}  // namespace

Result<void> check_content(const store::OpenOrg& org, const Progress& progress, std::vector<Finding>& findings) {
  progress("content", 0.9);
  for (const Rule& rule : kRules) {
    if (!has_objects(*org.catalog, rule.subject, rule.objects)) continue;
    LOCALORG_TRY(store::Statement rows, org.database.prepare(rule.sql));
    Fault fault;
    for (;;) {
      LOCALORG_TRY(const bool row, rows.step());
      if (!row) break;
      fault.add(rows.text(0));
    }
    if (fault.count > 0) findings.push_back({rule.check, rule.subject, fault.text(rule.broken)});
  }
  return {};
}

Result<std::vector<TaskReport>> check_tasks(const store::OpenOrg& org) {
  std::vector<TaskReport> reports;
  for (const Task& task : kTasks) {
    TaskReport report{task.name, task.things, 0};
    if (has_objects(*org.catalog, "", task.objects)) {
      LOCALORG_TRY(store::Statement rows, org.database.prepare(task.sql));
      LOCALORG_TRY(const bool row, rows.step());
      if (row) report.count = rows.integer(0);
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace localorg::dataset
