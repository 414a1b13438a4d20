package org.selfsup.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** README.md and everything under docs. */
final class Pages {

    /** Tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Pages() {}

    /**
     * A piece of a page.
     *
     * @param page where it stands, from the root of the project
     * @param text what it says
     */
    record Piece(String page, String text) {

        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    /** Every line of every page. */
    static List<Piece> lines() {
        return pages().flatMap(Pages::lines).toList();
    }

    /** Every block of the pages that is marked as Java, without the indentation all lines have. */
    static List<Piece> java() {
        return pages().flatMap(page -> java(page).stream()).toList();
    }

    private static Stream<Path> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found =
                    docs.filter(file -> file.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), found.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Piece> lines(Path page) {
        String name = ROOT.relativize(page).toString();
        return text(page).lines().map(line -> new Piece(name, line));
    }

    private static List<Piece> java(Path page) {
        String[] parts = text(page).split("(?m)^ *```", -1); // outside, inside, outside, ...
        return Stream.iterate(1, i -> i < parts.length, i -> i + 2)
                .map(i -> parts[i])
                .filter(part -> part.startsWith("java\n"))
                .map(
                        part ->
                                new Piece(
                                        ROOT.relativize(page).toString(),
                                        stripped(part.substring(5))))
                .toList();
    }

    /** A text without the indentation all its lines have, and without blanks at its end. */
    static String stripped(String text) {
        return text.stripTrailing().stripIndent();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
