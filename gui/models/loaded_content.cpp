#include "gui/models/loaded_content.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "core/base/text.h"
#include "core/content/json_web_token.h"
#include "core/content/media_type.h"
#include "gui/models/message_records.h"

namespace hark::gui {

namespace {

constexpr std::array<const char*, 7> kNames{{
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "JSON"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Source"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Text"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Image"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Form"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Token"),
    QT_TRANSLATE_NOOP("hark::gui::ContentView", "Hex"),
}};

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// By its first bytes, whatever the type says.
bool isImage(std::string_view bytes) {
    using namespace std::string_view_literals;
    const bool isRiff = bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP");
    return isRiff || bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.starts_with("\xff\xd8\xff") ||
           bytes.starts_with("GIF8") || bytes.starts_with("BM") || bytes.starts_with("\0\0\1\0"sv);
}

SourceLanguage languageOf(std::string_view type) {
    const std::string name = base::toLower(content::mediaTypeOf(type));
    if (holds(name, "json") || holds(name, "javascript") || holds(name, "ecmascript"))
        return SourceLanguage::Script;
    if (name == "text/css") return SourceLanguage::Style;
    if (holds(name, "html") || holds(name, "xml")) return SourceLanguage::Markup;
    return SourceLanguage::None;
}

bool looksLikeText(std::string_view beginning) {
    return beginning.find('\0') == std::string_view::npos &&
           std::none_of(beginning.begin(), beginning.end(),
                        [](char c) { return c > 0 && c < '\t'; });
}

char firstMark(std::string_view text) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? '\0' : text[at];
}

void fill(LoadedContent& made, const ContentQuestion& question, const std::string& bytes) {
    const std::string_view all = bytes;
    switch (made.view) {
        case ContentView::Json:
            made.outline = content::outlineJson(all);
            break;
        case ContentView::Form:
            made.records = formRecords(all, question.type);
            break;
        case ContentView::Token:
            made.records = tokenRecords(base::trimmed(all));
            break;
        case ContentView::Image:
            made.image = QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()));
            break;
        default:
            break;
    }
}

std::size_t sizeFor(ContentView view) {
    switch (view) {
        case ContentView::Json:
        case ContentView::Form:
        case ContentView::Token:
            return kMaximumJson;
        case ContentView::Image:
            return kMaximumImage;
        default:
            return kTextPage;
    }
}

bool isTextual(ContentView view) {
    return view == ContentView::Text || view == ContentView::Source;
}

}  // namespace

QString viewName(ContentView view) {
    return QCoreApplication::translate("hark::gui::ContentView",
                                       kNames[static_cast<std::size_t>(view)]);
}

std::vector<ContentView> viewsOf(std::string_view type, std::string_view beginning) {
    const content::MediaKind kind = content::mediaKindOf(type);
    const SourceLanguage language = languageOf(type);
    const char first = firstMark(beginning);
    std::vector<ContentView> views;
    if (isImage(beginning)) views.push_back(ContentView::Image);
    if (kind == content::MediaKind::Json ||
        ((first == '{' || first == '[') && views.empty() && language != SourceLanguage::Style))
        views.push_back(ContentView::Json);
    if (kind == content::MediaKind::UrlEncodedForm || kind == content::MediaKind::MultipartForm)
        views.push_back(ContentView::Form);
    if (content::parseJsonWebToken(base::trimmed(beginning))) views.push_back(ContentView::Token);
    if (language != SourceLanguage::None) views.push_back(ContentView::Source);
    const bool isText = base::toLower(type.substr(0, 5)) == "text/" || looksLikeText(beginning);
    if (isText) views.push_back(ContentView::Text);
    views.push_back(ContentView::Hex);
    if (!isText) views.push_back(ContentView::Text);
    return views;
}

base::Result<LoadedContent> loadContent(query::Case& from, const ContentQuestion& question) {
    // One more than a page's bytes, so that a character at its end is whole.
    constexpr std::size_t kMore = 3;
    query::ContentPage page =
        query::readContent(from, question.source, question.offset, kTextPage + kMore);
    LoadedContent made;
    const bool isFirst = question.offset == 0;
    made.views = isFirst ? viewsOf(question.type, page.bytes)
                         : std::vector{ContentView::Text, ContentView::Source, ContentView::Hex};
    made.view = made.views.front();
    if (question.wanted &&
        std::find(made.views.begin(), made.views.end(), *question.wanted) != made.views.end()) {
        made.view = *question.wanted;
    }
    if (page.length > sizeFor(made.view) && !isTextual(made.view) && made.view != ContentView::Hex)
        made.view = looksLikeText(page.bytes) ? ContentView::Text : ContentView::Hex;
    const bool needsMore =
        !isTextual(made.view) && made.view != ContentView::Hex && page.length > page.bytes.size();
    if (needsMore) page = query::readContent(from, question.source, 0, sizeFor(made.view));
    if (page.hasFailed) return base::Error{"the content could not be read: interrupted or damaged"};
    made.language = languageOf(question.type);
    made.length = page.length;
    made.missing = page.missing;
    made.state = page.state;
    made.offset = page.offset;
    made.pageBytes = std::min(page.bytes.size(), kTextPage);
    if (isTextual(made.view)) {
        made.text =
            textOf(page, content::mediaTypeParameter(question.type, "charset").value_or(""));
    } else {
        fill(made, question, page.bytes);
        // What is no JSON or form after all is text.
        const bool isEmpty = (made.view == ContentView::Json && made.outline.nodes.empty()) ||
                             (made.view == ContentView::Form && made.records.empty());
        if (isEmpty) {
            ContentQuestion asText = question;
            asText.wanted = looksLikeText(page.bytes) ? ContentView::Text : ContentView::Hex;
            if (question.wanted != asText.wanted) return loadContent(from, asText);
        }
    }
    return made;
}

}  // namespace hark::gui
