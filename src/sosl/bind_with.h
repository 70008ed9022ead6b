// WITH and UPDATE: a part of bind().
#pragma once

#include <string>

#include "base/result.h"
#include "org/catalog.h"
#include "soql/ast.h"
#include "sosl/ast.h"
#include "sosl/bound.h"

namespace localorg::sosl {

// What a WITH clause asks of the records beside the words.
struct Narrowing {
  std::string price_book;  // WITH PricebookId: an Id; empty: none

  // Adds conditions to the query of one object:
  //     Id IN (SELECT Product2Id FROM PricebookEntry WHERE Pricebook2Id = '01s...')
  // where a child of the object refers to the price book's object too.  Others are not narrowed (documented for products).
  void narrow(soql::Query& query, const org::Catalog& catalog) const;
};

// Checks the WITH clauses, and sets what of them shows in the answer.
Result<Narrowing> bind_with(const Search& search, BoundSearch& bound);
Result<void> check_update(const Search& search);

}  // namespace localorg::sosl
