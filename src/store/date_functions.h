// SOQL's date functions and FORMAT() as SQL functions, on the stored forms of date and dateTime (soql.md section 10).
#pragma once

#include "base/result.h"

namespace localorg::store {

class Database;

// CALENDAR_YEAR(x) and the rest; FISCAL_YEAR(x, first month); CONVERT_TIMEZONE(x, zone) gives the wall clock of a zone in the
// stored form; FORMAT_VALUE(x, type, zone) gives the en_US text.
Result<void> register_date_functions(Database& database);

}  // namespace localorg::store
