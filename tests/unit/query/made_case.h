#pragma once

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::test {

/// A case in a directory of its own, as the writer makes it of what `build(builder, writer)` tells.
class MadeCase {
public:
    using Mode = store::CaseWriter::Mode;

    /// Watched: it is still being written.
    template <typename Build>
    explicit MadeCase(Build build, Mode mode = Mode::Bulk) {
        const std::string path = directory_ / "a.hark";
        store::CaseWriter::Options options;
        options.mode = mode;
        auto created = store::CaseWriter::create(path, options);
        EXPECT_TRUE(created.ok());
        writer_ = std::move(created).value();
        CaseBuilder builder(*writer_);
        build(builder, *writer_);
        EXPECT_TRUE((mode == Mode::Watched ? writer_->commit()
                                           : writer_->finish(store::CaseWriter::State::Complete))
                        .ok());
        auto opened = query::Case::open(path);
        EXPECT_TRUE(opened.ok());
        case_ = std::move(opened).value();
    }

    query::Case& operator*() { return *case_; }
    query::Case* operator->() { return case_.get(); }

private:
    TemporaryDirectory directory_;
    std::unique_ptr<store::CaseWriter> writer_;
    std::unique_ptr<query::Case> case_;
};

/// A filter that makes sense.
inline query::Filter filterOf(std::string_view text) {
    auto parsed = query::parseFilter(text);
    const auto* problem = std::get_if<query::FilterProblem>(&parsed);
    EXPECT_EQ(problem, nullptr) << text << ": " << problem->line();
    return problem == nullptr ? std::get<query::Filter>(std::move(parsed)) : query::Filter();
}

}  // namespace hark::test
