#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QByteArray>

#include "core/content/json_outline.h"
#include "core/query/content_page.h"
#include "gui/models/content_text.h"
#include "gui/models/record.h"

namespace hark::gui {

/// How a content can be looked at.
enum class ContentView : std::uint8_t { Json, Source, Text, Image, Form, Token, Hex };
[[nodiscard]] QString viewName(ContentView view);

/// What is coloured in a source.
enum class SourceLanguage : std::uint8_t { None, Markup, Style, Script };

/// Of a text this much is laid out at once; one goes on by pages.
inline constexpr std::size_t kTextPage = std::size_t{256} << 10U;
/// Larger JSON is shown as text.
inline constexpr std::size_t kMaximumJson = std::size_t{2} << 20U;
/// Larger images are shown as bytes.
inline constexpr std::size_t kMaximumImage = std::size_t{16} << 20U;

struct ContentQuestion {
    query::ContentSource source;
    std::string type;                   ///< Content-Type as received; may be empty
    std::optional<ContentView> wanted;  ///< none: what fits best
    std::uint64_t offset = 0;           ///< where the text page begins
};

/// A content made ready for one view, by whoever reads the case.
struct LoadedContent {
    std::vector<ContentView> views;  ///< that there are, the best one first
    ContentView view = ContentView::Hex;
    SourceLanguage language = SourceLanguage::None;
    std::uint64_t length = 0;                          ///< as far as it can be read
    std::vector<query::ContentPage::Missing> missing;  ///< in what was read
    content::DecodeState state = content::DecodeState::Running;
    ContentText text;
    std::uint64_t offset = 0;     ///< of the text's page
    std::uint64_t pageBytes = 0;  ///< of the text's page
    content::JsonOutline outline;
    Records records;
    QByteArray image;
};
[[nodiscard]] base::Result<LoadedContent> loadContent(query::Case& from,
                                                      const ContentQuestion& question);

/// The views of a content of that type which begins with these bytes.
[[nodiscard]] std::vector<ContentView> viewsOf(std::string_view type, std::string_view beginning);

}  // namespace hark::gui
