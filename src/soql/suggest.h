// Did you mean ...?  The name that somebody probably meant who wrote one that the org does not have.  Help for a person, shown
// beside an error and never in its message.  No I/O.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "org/catalog.h"

namespace localorg::soql {

// For an error about a name of `query` that the org lacks (INVALID_FIELD, INVALID_TYPE), the name that may stand there instead;
// empty where none is near:
//     SELECT Nmae FROM Account            Name
//     SELECT Onwer.Name FROM Case         Owner
//     SELECT Owner FROM Case              OwnerId       a relationship where a field must stand, and the other way round
//     SELECT Name FROM Case               CaseNumber    the object's name field
//     SELECT Id FROM Issue                Issue__c      a forgotten ending
//     ... (SELECT Id FROM Contact) FROM Account    Contacts
std::string suggest_name(std::string_view query, const SalesforceError& error, const org::Catalog& catalog);

// For a name that is no object's, the object that was meant.
std::string suggest_object(std::string_view name, const org::Catalog& catalog);

// For a valid query that found nothing: the picklist value nearest to one that its WHERE demands with = or IN and the picklist
// lacks, as a SOQL string; empty where all are there or none is near:
//     ... WHERE Status = 'Close'          'Closed'
std::string suggest_value(std::string_view query, const org::Catalog& catalog);

}  // namespace localorg::soql
