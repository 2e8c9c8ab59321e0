#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include <QAbstractScrollArea>

#include "core/query/content_page.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// Bytes of a content with their offsets and as ASCII, whatever its size: only pages that are in
/// sight are read. Bytes that were not captured are hatched. Dragging selects, Ctrl+C copies the
/// rows of the selection.
class HexView : public QAbstractScrollArea {
    Q_OBJECT
public:
    static constexpr int kBytesPerRow = 16;
    /// Read at once, and how many are kept: 4 MiB.
    static constexpr std::uint64_t kPage = std::uint64_t{64} << 10U;
    static constexpr std::size_t kKeptPages = 64;
    /// Copied at once; more belongs into a file.
    static constexpr std::uint64_t kMaximumCopy = std::uint64_t{64} << 10U;

    explicit HexView(CaseThread& cases, QWidget* parent = nullptr);

    /// `length`: of the whole content.
    void show(const query::ContentSource& source, std::uint64_t length);
    void clear();
    /// A row as it is painted: "00000010  48 54 …  HT"; empty until it is read.
    [[nodiscard]] QString rowText(std::uint64_t row) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] std::uint64_t rowCount() const;
    [[nodiscard]] std::uint64_t rowAt(const QPoint& position) const;
    [[nodiscard]] const query::ContentPage* pageOf(std::uint64_t offset) const;
    [[nodiscard]] bool isMissing(std::uint64_t offset) const;
    void paintRow(QPainter& painter, std::uint64_t row, int y) const;
    void askForSight();
    void ask(std::uint64_t offset);
    void take(query::ContentPage page);
    void updateRange();
    void copySelection() const;

    CaseThread& cases_;
    query::ContentSource source_;
    std::uint64_t length_ = 0;
    std::map<std::uint64_t, query::ContentPage> pages_;  ///< by their offset
    std::optional<std::uint64_t> asked_;
    std::uint64_t generation_ = 0;
    std::optional<std::uint64_t> selectedFrom_;  ///< rows
    std::uint64_t selectedTo_ = 0;
};

}  // namespace hark::gui
