// Who a user and an org are, as login answers and userinfo show them.
#pragma once

#include <string>

#include "store/org_file.h"

namespace localorg::front {

struct Person {
  std::string user_id;
  std::string username;
  std::string first_name;
  std::string last_name;
  std::string name;
  std::string email;
  std::string alias;
  std::string time_zone;
  std::string locale;
  std::string language;
  std::string profile_id;
  std::string role_id;  // empty: none
  std::string user_type;
  std::string modified;  // dateTime
};

// The User record `user_id`; what it lacks, the record itself perhaps, is filled from the org.  `username`: the name that was
// logged in with, which goes before the record's.
Person person_of(const store::OpenOrg& org, const std::string& user_id, const std::string& username);

// The User record with that Username, ignoring case; empty: there is none.
std::string user_id_of(const store::OpenOrg& org, const std::string& username);

std::string org_id_of(const store::OpenOrg& org);
std::string org_name_of(const store::OpenOrg& org);
// The user that runs queries where nobody is named.
std::string running_user_of(const store::OpenOrg& org);

}  // namespace localorg::front
