package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.selfsup.engine.Troubleshooting;

/**
 * docs/troubleshooting.md: the sentences that each section quotes, and which of them tests have
 * heard. In a quotation "…" stands for anything.
 */
public final class TroubleshootingPage {

    private static final Path FILE =
            Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .resolveSibling("docs/troubleshooting.md");

    private final Map<String, List<String>> quotations = new LinkedHashMap<>();
    private final Set<String> heard = new LinkedHashSet<>();

    /** The page as it is. */
    public TroubleshootingPage() {
        List<String> section = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith("## ")) {
                    section = new ArrayList<>();
                    String anchor = line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-');
                    assertThat(quotations.put(anchor, section)).as(anchor).isNull();
                } else if (line.startsWith("> ")) {
                    section.add(line.substring(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The anchors of the sections, as they are made of headings. */
    public Set<String> anchors() {
        return quotations.keySet();
    }

    /** All quotations. */
    public Set<String> quotations() {
        return quotations.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    /** Quotations that {@link #assertQuotes} has found said so far. */
    public Set<String> heard() {
        return heard;
    }

    /** Asserts that a line of what was said is quoted in a section, and points to it. */
    public void assertQuotes(Troubleshooting section, String said) {
        List<String> quoted =
                Objects.requireNonNull(quotations.get(section.anchor())).stream()
                        .filter(quotation -> isSaid(section.of(quotation), said))
                        .toList();
        assertThat(quoted).as("what '%s' quotes of: %s", section.anchor(), said).isNotEmpty();
        heard.addAll(quoted);
    }

    private static boolean isSaid(String quotation, String said) {
        String pattern =
                Stream.of(quotation.split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+"));
        return said.lines().anyMatch(line -> line.matches(pattern));
    }
}
