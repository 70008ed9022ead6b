// Dates as the reference evaluator understands them (soql.md 6.1 and 10): date functions, time zones, FORMAT.
#pragma once

#include <string>

#include "org/record.h"
#include "soql/functions.h"

namespace localorg::reference {

// A stored dateTime on the clock of a zone, in the stored form: 2021-06-07T03:50:00.000+0000.
std::string in_zone(const std::string& datetime, const std::string& time_zone);

// A date function of a stored date or dateTime, read as it stands.
org::Value date_part(soql::Function function, const std::string& stored, unsigned fiscal_start_month);

// FORMAT for a user of en_US: 4/10/2025    4/10/2025, 3:31 PM    $44,000.00    12.5%    1,234.5
std::string format_date(const std::string& date);
std::string format_datetime(const std::string& datetime, const std::string& time_zone);
std::string format_currency(double value);
std::string format_percent(double value);
std::string format_number(double value);  // at most three decimals (assumed)

}  // namespace localorg::reference
