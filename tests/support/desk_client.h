// A client at the front desk of a test org, for cases with the verb `desk`: requests one after the other, each as
//     POST /services/oauth2/token
//     Content-Type: application/x-www-form-urlencoded
//     grant_type=password&client_id=any&username=ann.lee@small.example&password=pa%26ss
//
// In requests {token} stands for the org's fixed session id, {session} for the last one that an answer gave, {refresh} for the
// refresh token, {password} and {security} for the default user's; in answers {token} and {session} stand for the same.  The
// server is called https://desk.example.
//
//     user                       password      security token
//     user@small.localorg        {password}    {security}     the default user
//     ann.lee@small.example      pa&ss         TOKEN
//     zoe@small.example          straße        none
#pragma once

#include <memory>
#include <string>

#include "front/desk.h"

namespace localorg::test {

class DeskClient {
 public:
  DeskClient(const store::OpenOrg& org, org::Clock clock);
  api::Response handle(api::Request request);

 private:
  front::Desk desk_;
  std::string session_ = "none";
};

}  // namespace localorg::test
