// What is shown can be sorted by, under the name that it is shown with.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/list_columns.h"
#include "cli/session_columns.h"
#include "core/query/case.h"

namespace hark::cli {
namespace {

template <typename Row>
std::vector<std::string> notSortable(const std::vector<ListColumn<Row>>& columns,
                                     query::Subject subject) {
    const auto known = query::Case::sortColumns(subject);
    std::vector<std::string> missing;
    for (const auto& column : columns) {
        if (std::find(known.begin(), known.end(), column.style.name) == known.end())
            missing.emplace_back(column.style.name);
    }
    return missing;
}

TEST(Sorting, IsByAnyColumnThatIsShown) {
    using query::Subject;
    using Names = std::vector<std::string>;
    // A list of reasons has no order.
    EXPECT_EQ(notSortable(exchangeColumns(), Subject::Exchanges), Names{"evidence"});
    EXPECT_EQ(notSortable(connectionColumns(), Subject::Connections), Names{});
    EXPECT_EQ(notSortable(sessionColumns(), Subject::Sessions), Names{});
    EXPECT_EQ(notSortable(lifeEventColumns(), Subject::LifeEvents), Names{});
    // Attributes are read from the field when they are shown; a case has only the field.
    EXPECT_EQ(notSortable(cookieColumns(), Subject::Cookies),
              (Names{"lifetime", "secure", "http_only", "same_site", "partitioned", "domain"}));
}

}  // namespace
}  // namespace hark::cli
