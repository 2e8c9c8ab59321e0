// Reads many damaged captures, each made of a sound one, and tells which of them broke the line.
//
//   mutate COUNT SEED [--only NUMBER] FILE|DIRECTORY...
//
// Works in child processes; a death of one (a crash, a sanitizer's report, ten seconds without an
// end) is a finding, and the next one goes on after it.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/analysis/import.h"
#include "core/analysis/input_files.h"
#include "core/analysis/pipeline.h"
#include "core/capture/packet_source.h"
#include "tests/fuzz/exchange_checker.h"
#include "tests/mutate/mutation.h"

namespace {

using namespace hark;
using mutate::Contents;
using mutate::Mutator;

constexpr unsigned kSeconds = 10;       // for what takes milliseconds
constexpr std::uint64_t kCaseEach = 8;  // one in so many is imported into a case as well

struct Options {
    std::uint64_t count = 0;
    std::uint64_t seed = 0;
    std::uint64_t only = 0;
    std::vector<std::string> paths;
};

// A file in memory, at its beginning.
class MemoryFile {
public:
    explicit MemoryFile(const Contents& bytes)
        : descriptor_(::memfd_create("capture", MFD_CLOEXEC)) {
        fuzz::require(descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) ==
                                              static_cast<ssize_t>(bytes.size()));
        rewind();
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    void rewind() const { fuzz::require(::lseek(descriptor_, 0, SEEK_SET) == 0); }
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

void readByLine(const MemoryFile& file) {
    auto source = capture::openStream(file.descriptor(), "mutation", 1);
    if (!source) return;
    fuzz::ExchangeChecker checker;
    analysis::Pipeline pipeline(analysis::Limits{}, checker);
    capture::Packet packet;
    while ((*source)->next(packet) == capture::ReadStatus::Packet)
        pipeline.onPacket(packet);
    pipeline.finish();
    checker.finish();
}

void readIntoCase(const MemoryFile& file) {
    analysis::ImportOptions options;
    options.inputs = {"mutation"};
    options.inputDescriptor = file.descriptor();
    options.mode = store::CaseWriter::Mode::Scratch;
    const auto summary = analysis::importCaptures(options, {});
    if (summary) std::filesystem::remove(summary->casePath);
}

void tryOne(const Contents& bytes, std::uint64_t number) {
    const MemoryFile file(bytes);
    ::alarm(kSeconds);
    readByLine(file);
    if (number % kCaseEach == 0) {
        file.rewind();
        readIntoCase(file);
    }
    ::alarm(0);
}

// The numbers that one worker tries, in memory that outlives it.
struct Progress {
    std::uint64_t number;  // being tried
};

[[noreturn]] void work(const Mutator& mutator, Progress& progress, const Options& options,
                       std::uint64_t step) {
    for (; progress.number <= options.count; progress.number += step)
        tryOne(mutator.make(progress.number).bytes, progress.number);
    std::_Exit(0);
}

Contents bytesOf(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

std::string nameOfDeath(int status) {
    if (!WIFSIGNALED(status)) return fmt::format("ended with {}", WEXITSTATUS(status));
    if (WTERMSIG(status) == SIGALRM) return fmt::format("did not end within {} s", kSeconds);
    return fmt::format("died of {}", ::strsignal(WTERMSIG(status)));
}

int run(const Options& options) {
    const auto found = analysis::findInputFiles(options.paths);
    if (!found) {
        fmt::print(stderr, "mutate: {}\n", found.error().message);
        return 1;
    }
    std::vector<std::string> names;
    std::vector<Contents> files;
    for (const analysis::InputFile& input : found->files) {
        if (!capture::openFile(input.path, 1)) continue;
        names.push_back(input.path);
        files.push_back(bytesOf(input.path));
    }
    if (files.empty()) {
        fmt::print(stderr, "mutate: no capture to damage\n");
        return 1;
    }
    const Mutator mutator(files, options.seed);
    if (options.only != 0) {
        const auto mutation = mutator.make(options.only);
        const std::string saved = fmt::format("mutation-{}-{}.bin", options.seed, options.only);
        std::ofstream(saved, std::ios::binary) << mutation.bytes;
        fmt::print("mutation {} of {}, saved as {}\n", options.only, names[mutation.file], saved);
        std::fflush(stdout);
        tryOne(mutation.bytes, 0);
        return 0;
    }
    const auto workers = static_cast<std::uint64_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    auto* progress =
        static_cast<Progress*>(::mmap(nullptr, workers * sizeof(Progress), PROT_READ | PROT_WRITE,
                                      MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    fuzz::require(progress != MAP_FAILED);
    std::vector<pid_t> children(workers);
    const auto start = [&](std::uint64_t worker) {
        children[worker] = ::fork();
        fuzz::require(children[worker] >= 0);
        if (children[worker] == 0) work(mutator, progress[worker], options, workers);
    };
    for (std::uint64_t worker = 0; worker < workers; ++worker) {
        progress[worker].number = worker + 1;
        start(worker);
    }
    std::uint64_t findings = 0;
    int status = 0;
    for (pid_t child = ::wait(&status); child > 0; child = ::wait(&status)) {
        if (status == 0) continue;
        const auto worker = static_cast<std::uint64_t>(
            std::find(children.begin(), children.end(), child) - children.begin());
        const std::uint64_t number = progress[worker].number;
        fmt::print(stderr, "mutation {} of {} {}; to repeat: ./dev mutate {} {} --only {}\n",
                   number, names[mutator.make(number).file], nameOfDeath(status), options.count,
                   options.seed, number);
        ++findings;
        progress[worker].number += workers;
        start(worker);
    }
    fmt::print("{} mutations of {} captures with seed {}: {} findings\n", options.count,
               files.size(), options.seed, findings);
    return findings == 0 ? 0 : 1;
}

bool readNumber(std::string_view text, std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

bool readOptions(const std::vector<std::string>& arguments, Options& options) {
    if (arguments.size() < 3) return false;
    if (!readNumber(arguments[0], options.count) || !readNumber(arguments[1], options.seed)) {
        return false;
    }
    std::size_t at = 2;
    if (arguments[at] == "--only") {
        if (arguments.size() < 5 || !readNumber(arguments[at + 1], options.only)) return false;
        at += 2;
    }
    options.paths.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!readOptions({argv + 1, argv + argc}, options)) {
        fmt::print(stderr, "usage: mutate COUNT SEED [--only NUMBER] FILE|DIRECTORY...\n");
        return 2;
    }
    return run(options);
}
