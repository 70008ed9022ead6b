// Times requests to a running server over loopback, from one keep-alive client and from many:
//     http-bench PORT TOKEN PID TARGET [FLOOR]
// TARGET is what is asked (/services/data/...), PID the server's process, whose memory is read from /proc.  FLOOR is a program
// that answers a fixed reply of so many bytes on loopback, asks itself so many times and prints "median N us": it is run
// between the rounds, so that both meet the same machine.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr int kCalls = 4'000;  // of one client, in a round
constexpr int kClients = 64;
constexpr int kCallsOfEach = 500;
constexpr int kIdle = 1'000;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// A connection that is kept open.
class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    const int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The size of the answer's body.
  std::size_t ask(const std::string& request) {
    if (::send(socket_, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size())) fail("send");
    std::size_t have = 0, body = 0, length = std::string::npos;
    while (length == std::string::npos || have < body + length) {
      const ssize_t got = ::recv(socket_, buffer_.data() + have, buffer_.size() - have, 0);
      if (got <= 0) fail("recv");
      have += static_cast<std::size_t>(got);
      const std::string_view text(buffer_.data(), have);
      const std::size_t end = length == std::string::npos ? text.find("\r\n\r\n") : std::string::npos;
      if (end == std::string::npos) continue;
      const std::size_t field = text.find("Content-Length: ");
      if (!text.starts_with("HTTP/1.1 200") || field > end) fail("an answer that is none");
      length = std::strtoul(buffer_.data() + field + 16, nullptr, 10);
      body = end + 4;
    }
    return length;
  }

 private:
  int socket_;
  std::vector<char> buffer_ = std::vector<char>(1 << 20);
};

// Microseconds of each of `calls`.
double median_of_calls(Client& client, const std::string& request, int calls) {
  std::vector<double> times;
  for (int i = 0; i < calls; ++i) {
    const auto begin = Clock::now();
    client.ask(request);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  return median(std::move(times));
}

double floor_median(const std::string& program, std::size_t bytes) {
  const std::string command = program + " " + std::to_string(bytes) + " " + std::to_string(kCalls);
  FILE* pipe = ::popen(command.c_str(), "r");
  double out = 0;
  if (pipe == nullptr || std::fscanf(pipe, "%*[^:]: median %lf", &out) != 1) fail(command.c_str());
  ::pclose(pipe);
  return out;
}

double requests_per_second(int port, const std::string& request, int clients, int calls) {
  std::vector<std::unique_ptr<Client>> connected;
  for (int i = 0; i < clients; ++i) connected.push_back(std::make_unique<Client>(port));
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (const auto& client : connected) {
    threads.emplace_back([&client, &request, calls] {
      for (int i = 0; i < calls; ++i) client->ask(request);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return clients * calls / std::chrono::duration<double>(Clock::now() - begin).count();
}

double resident_kib(const std::string& pid) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr);
  }
  fail("/proc");
}

void row(const char* what, double value, const char* unit, double floor = 0) {
  std::printf("%-48s %10.1f %-6s", what, value, unit);
  if (floor > 0) std::printf(" %8.1f %6.2f", floor, value / floor);
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "http-bench PORT TOKEN PID TARGET [FLOOR]\n");
    return 2;
  }
  rlimit files{kIdle + 500, kIdle + 500};
  ::setrlimit(RLIMIT_NOFILE, &files);
  const int port = std::atoi(argv[1]);
  const std::string request = std::string("GET ") + argv[4] + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                              argv[2] + "\r\nAccept: application/json\r\n\r\n";
  Client client(port);
  const std::size_t bytes = client.ask(request);
  std::vector<double> times, floors;
  for (int round = 0; round < kRounds; ++round) {
    times.push_back(median_of_calls(client, request, kCalls));
    if (argc > 5) floors.push_back(floor_median(argv[5], bytes));
  }
  std::printf("%-48s %10s %-6s %8s %6s\n", "", "", "", "floor us", "ratio");
  row("one client, point query, round trip", median(times), "us", floors.empty() ? 0 : median(floors));
  row("64 clients", requests_per_second(port, request, kClients, kCallsOfEach), "req/s");
  const double before = resident_kib(argv[3]);
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < kIdle; ++i) idle.push_back(std::make_unique<Client>(port));
  for (const auto& each : idle) each->ask(request);
  row("1,000 idle connections, memory of each", (resident_kib(argv[3]) - before) / kIdle, "KiB");
  row("one client beside them, round trip", median_of_calls(client, request, kCalls), "us");
  return 0;
}
