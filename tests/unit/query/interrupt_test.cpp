// Whatever reads a case ends when another thread asks for it.

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/bars.h"
#include "core/query/completion.h"
#include "core/query/density.h"
#include "core/query/redirects.h"
#include "core/query/site_tree.h"
#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

// What went wrong while another thread never stopped interrupting; "" where nothing ever did.
std::string interrupted(Case& from, const std::function<std::string()>& read) {
    std::atomic<bool> isOver = false;
    std::thread other([&] {
        while (!isOver)
            from.interrupt();
    });
    std::string message;
    for (int i = 0; i < 5000 && message.empty(); ++i)
        message = read();
    isOver = true;
    other.join();
    return message;
}

template <typename T>
std::string problem(const base::Result<T>& result) {
    return result ? "" : result.error().message;
}

TEST(Readers, CanBeInterrupted) {
    test::MadeCase made([](test::CaseBuilder& builder, auto&) {
        builder.open(1);
        for (int i = 0; i < 3000; ++i) {
            builder.exchange("GET /a/b HTTP/1.1\r\nHost: a.test\r\n\r\n", "",
                             "HTTP/1.1 302 x\r\nLocation: /c\r\n\r\n", "");
        }
        builder.close();
    });
    const std::vector<std::uint64_t> ids = made->exchangeIds({}).value();
    const SitePlace place{"http://a.test", ""};
    const CompletionPlace value = *completionPlace("method:", 7);
    const std::vector<std::function<std::string()>> reads = {
        [&] { return problem(density(*made, {}, 100)); },
        [&] { return problem(bars(*made, ids)); },
        [&] { return problem(bars(*made, {}, 10000)); },
        [&] { return problem(redirects(*made, ids)); },
        [&] { return problem(services(*made, {}, 10)); },
        [&] { return problem(branches(*made, {}, place, 10)); },
        [&] { return problem(candidates(*made, value, 10)); },
    };
    for (std::size_t i = 0; i < reads.size(); ++i) {
        EXPECT_EQ(interrupted(*made, reads[i]), "interrupted") << i;
        EXPECT_EQ(reads[i](), "") << i;  // it works the next time
    }
}

}  // namespace
}  // namespace hark::query
