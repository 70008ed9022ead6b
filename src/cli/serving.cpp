#include "cli/serving.h"

#include <malloc.h>  // glibc

#include <algorithm>
#include <filesystem>
#include <thread>

#include "base/text.h"
#include "front/person.h"
#include "soql/query.h"

namespace localorg::cli {
namespace {

constexpr const char* kApiVersion = "59.0";

struct Named {
  std::string name;
  std::string path;
};

// A server's threads take turns with the same sessions.  What glibc would keep for each thread it keeps once for each core,
// and large blocks go back to the system: a third of the memory after ten minutes of mixed work.
void share_memory() {
#ifdef __GLIBC__
  constexpr int kLargeBlock = 256 * 1024;
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, std::thread::hardware_concurrency())));
  mallopt(M_MMAP_THRESHOLD, kLargeBlock);
  mallopt(M_TRIM_THRESHOLD, 16 * kLargeBlock);
#endif
}

// NAME=FILE, or FILE: crmarena.org.db is crmarena.
Named named(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos && text.find('/') > equals) return {text.substr(0, equals), text.substr(equals + 1)};
  const std::string file = std::filesystem::path(text).filename().string();
  return {file.substr(0, file.find('.')), text};
}

Result<std::vector<Named>> named_orgs(const po::variables_map& options) {
  if (!options.contains("org")) {
    LOCALORG_TRY(const std::string path, default_org());
    return std::vector<Named>{named(path)};
  }
  std::vector<Named> orgs;
  for (const std::string& text : options["org"].as<std::vector<std::string>>()) {
    orgs.push_back(named(text));
    const auto same = [&](const Named& other) { return other.name == orgs.back().name; };
    if (std::count_if(orgs.begin(), orgs.end(), same) > 1) {
      return error_without_position(ErrorCode::USAGE, "two orgs named '" + orgs.back().name + "': use --org NAME=FILE");
    }
  }
  return orgs;
}

// How sessions get at an org.
struct Source {
  const store::OpenOrg* known;  // whose catalog all share
  std::string path;
  org::Clock clock;
  org::Viewer viewer;
  bool is_read_only = false;
  store::Image image = {};  // what read-only and isolated sessions read

  org::Viewer viewer_of(const std::string& user_id) const {
    org::Viewer out = viewer;
    out.user_id = user_id;
    return out;
  }
};

// All sessions write the file and see each other's records.
Result<front::Workspace> open_shared(const Source& source, const std::string& user_id) {
  LOCALORG_TRY(store::OpenOrg org, store::open_again(*source.known, source.path, store::Access::write));
  front::Workspace workspace{.org = std::make_shared<store::OpenOrg>(std::move(org))};
  workspace.session = std::make_unique<api::Session>(*workspace.org, source.clock, source.viewer_of(user_id));
  workspace.session->allow_writes(*workspace.org);
  return workspace;
}

// The org as it was when the server started; a session that writes gets a copy of its own.
Result<front::Workspace> open_image(const Source& source, const std::string& user_id) {
  LOCALORG_TRY(store::OpenOrg org, store::view_of(*source.known, source.image));
  front::Workspace workspace{.org = std::make_shared<store::OpenOrg>(std::move(org))};
  workspace.session = std::make_unique<api::Session>(*workspace.org, source.clock, source.viewer_of(user_id));
  if (source.is_read_only) return workspace;
  workspace.copy = std::make_shared<std::optional<store::OpenOrg>>();
  workspace.session->allow_writes_to_copy([&source, copy = workspace.copy]() -> Result<store::OpenOrg*> {
    LOCALORG_TRY(*copy, store::copy_of(*source.known, source.image));
    return &**copy;
  });
  return workspace;
}

}  // namespace

void add_serving_options(po::options_description& options) {
  options.add_options()  //
      ("org", po::value<std::vector<std::string>>()->value_name("[NAME=]FILE"),
       "the org file (default: the default org, made on first use); may be given several times: a login's user decides")  //
      ("now", po::value<std::string>()->value_name("DATETIME"), "pin the clock: 2022-08-20T00:00:00Z")                    //
      ("timezone", po::value<std::string>()->value_name("ZONE"), "the users' time zone (default: the org's)")             //
      ("token", po::value<std::string>()->value_name("SESSION"),
       "the session id that scripts may use without a login (default: this user's own for the org): 00D..., 15 to 18 "
       "characters, then ! and letters, digits, dots or underscores")                                          //
      ("isolated", po::bool_switch(), "each login has the org for itself: what it writes nobody else sees")    //
      ("read-only", po::bool_switch(), "writes are refused; the org stays as it was when the server started")  //
      ("record", po::value<std::string>()->value_name("FILE"), "append every request of a session to FILE as a JSON line");
}

std::string server_folder() { return data_folder_path() + "/server"; }

Result<std::unique_ptr<Serving>> open_serving(const po::variables_map& options, serve::LogFormat format,
                                              bool always_default_user) {
  share_memory();
  auto serving = std::make_unique<Serving>();
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const std::vector<Named> orgs, named_orgs(options));
  LOCALORG_TRY(serving->certificates, serve::certificates_in(server_folder()));
  front::Settings settings{.orgs = {}, .clock = clock, .secret = {}};
  LOCALORG_TRY(settings.secret, serve::secret_in(server_folder()));
  settings.always_default_user = always_default_user;
  if (options.contains("token")) {
    settings.token = options["token"].as<std::string>();
    if (!front::is_session_id(settings.token)) {
      return error_without_position(
          ErrorCode::USAGE,
          "--token: clients take 00D..., 15 to 18 characters, then ! and letters, digits, dots or underscores");
    }
  }
  for (const Named& org : orgs) {
    LOCALORG_TRY(store::OpenOrg opened, store::open_org(org.path));
    serving->orgs.push_back(std::move(opened));
    const store::OpenOrg& known = serving->orgs.back();
    LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, known));
    auto source = std::make_shared<Source>(Source{&known, org.path, clock, viewer});
    source->is_read_only = options["read-only"].as<bool>();
    const bool has_image = source->is_read_only || options["isolated"].as<bool>();
    if (has_image) {
      LOCALORG_TRY(source->image, store::image_of(known));
    }
    const auto open = [source, has_image](const std::string& user_id) {
      return has_image ? open_image(*source, user_id) : open_shared(*source, user_id);
    };
    settings.orgs.push_back({.name = org.name, .org = &known, .open = open, .is_shared = !has_image});
  }
  serving->log = std::make_unique<serve::Log>(format);
  if (options.contains("record")) LOCALORG_CHECK(serving->log->record_to(options["record"].as<std::string>()));
  serving->desk = std::make_unique<front::Desk>(std::move(settings));
  return Result<std::unique_ptr<Serving>>(std::move(serving));
}

namespace {

// SALESFORCE_USERNAME and its kin for an org: CRMArena's harness reads SALESFORCE_..., SALESFORCE_B2B_..., SALESFORCE_B2C_...
void add_credentials(Environment& out, const std::string& prefix, const front::Credentials& known) {
  out.emplace_back(prefix + "USERNAME", known.username);
  out.emplace_back(prefix + "PASSWORD", known.password);
  out.emplace_back(prefix + "SECURITY_TOKEN", known.security_token);
}

// The org whose name ends in b2b or b2c; without one the first.
std::size_t org_for(const front::Desk& desk, std::string_view kind) {
  for (std::size_t i = 0; i < desk.org_count(); ++i) {
    if (text::lower(desk.credentials(i).org_name).ends_with(kind)) return i;
  }
  return 0;
}

}  // namespace

Environment environment_for(const front::Desk& desk, const serve::Certificates& certificates, unsigned short port) {
  const std::string url = "http://localhost:" + std::to_string(port);
  const front::Credentials first = desk.credentials();
  Environment out = {{"HTTPS_PROXY", url},
                     {"https_proxy", url},
                     {"REQUESTS_CA_BUNDLE", certificates.bundle},
                     {"SSL_CERT_FILE", certificates.bundle},
                     {"CURL_CA_BUNDLE", certificates.bundle},
                     {"NODE_EXTRA_CA_CERTS", certificates.ca},
                     {"SF_ORG_INSTANCE_URL", url},
                     {"SF_TARGET_ORG", first.token},
                     {"SF_ACCESS_TOKEN", first.token},
                     {"SF_ORG_API_VERSION", kApiVersion},
                     {"SF_DISABLE_DNS_CHECK", "true"},
                     {"SF_DISABLE_TELEMETRY", "true"},
                     {"SF_AUTOUPDATE_DISABLE", "true"},
                     {"SF_DISABLE_AUTOUPDATE", "true"},
                     {"SF_SKIP_NEW_VERSION_CHECK", "true"},
                     {"SF_DISABLE_LOG_FILE", "true"},
                     {"LOCALORG_URL", url},
                     {"LOCALORG_TOKEN", first.token}};
  add_credentials(out, "SALESFORCE_", first);
  add_credentials(out, "SALESFORCE_B2B_", desk.credentials(org_for(desk, "b2b")));
  add_credentials(out, "SALESFORCE_B2C_", desk.credentials(org_for(desk, "b2c")));
  return out;
}

}  // namespace localorg::cli
