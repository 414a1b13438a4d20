package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages print is code that compiles and runs, and commands that exist. */
class PagesTest {

    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *// snippet: (.+?)\\n(.*?)^ *// end$");
    private static final Pattern COMMAND =
            Pattern.compile("java -jar ssl-examples/target/ssl-examples\\.jar (.+)");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** From {@code // snippet: NAME} to {@code // end} in the tests of this module. */
    private static List<MatchResult> regions() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> REGION.matcher(Pages.text(file)).results())
                    .toList();
        }
    }

    static List<Pages.Piece> java() {
        return Pages.java();
    }

    @ParameterizedTest
    @MethodSource
    void java(Pages.Piece block) throws IOException {
        assertThat(regions().stream().map(region -> Pages.stripped(region.group(2))))
                .as("regions // snippet ... // end of the tests, one of which a page prints")
                .contains(block.text());
    }

    @Test
    void everySnippetIsPrinted() throws IOException {
        Set<String> printed =
                Pages.java().stream().map(Pages.Piece::text).collect(Collectors.toSet());
        List<MatchResult> regions = regions();
        assertThat(regions).hasSizeGreaterThan(30);
        assertThat(regions)
                .allSatisfy(
                        region ->
                                assertThat(printed)
                                        .as(region.group(1))
                                        .contains(Pages.stripped(region.group(2))));
    }

    /** Formulas are indented, code is fenced and named, so that nothing escapes this test. */
    @Test
    void statementsStandInBlocksOfJava() {
        Set<String> known =
                Pages.java().stream()
                        .flatMap(block -> block.text().lines().map(String::strip))
                        .collect(Collectors.toCollection(HashSet::new));
        assertThat(Pages.lines())
                .filteredOn(line -> line.text().matches(" {4}.*;\\s*(//.*)?"))
                .allSatisfy(line -> assertThat(known).contains(line.text().strip()));
    }

    static List<Pages.Piece> commands() {
        return Pages.lines().stream()
                .flatMap(
                        line ->
                                COMMAND.matcher(line.text())
                                        .results()
                                        .map(found -> found.group(1).split(" +#|`| [|&>] ", 2)[0])
                                        .map(command -> new Pages.Piece(line.page(), command)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsAreParsed(Pages.Piece command) {
        assertThatCode(() -> Main.commands().parseArgs(words(command.text())))
                .doesNotThrowAnyException();
    }

    /** In a sentence or a table: the name of a command and options. */
    static List<Pages.Piece> inline() {
        Set<String> names = Main.commands().getSubcommands().keySet();
        return Pages.lines().stream()
                .flatMap(
                        line ->
                                INLINE.matcher(line.text())
                                        .results()
                                        .map(found -> new Pages.Piece(line.page(), found.group(1))))
                .filter(code -> code.text().contains(" --"))
                .filter(code -> names.contains(words(code.text())[0]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("inline")
    void commandsInSentencesAreParsed(Pages.Piece command) {
        assertThatCode(() -> Main.commands().parseArgs(words(command.text())))
                .doesNotThrowAnyException();
    }

    /** As a shell parts them; N stands for a number. */
    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        WORD.matcher(command)
                .results()
                .forEach(word -> words.add(word.group(1) != null ? word.group(1) : word.group(2)));
        words.replaceAll(word -> word.equals("N") ? "1" : word);
        return words.toArray(String[]::new);
    }
}
