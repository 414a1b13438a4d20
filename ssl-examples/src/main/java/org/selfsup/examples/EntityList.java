package org.selfsup.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.Entities;
import org.selfsup.data.Tokenizer;
import org.selfsup.data.ToyText;

/** The entities of a text, by kind. */
final class EntityList {

    private static final Pattern SPEAKER =
            Pattern.compile("(?:\\A|\\n[ \\t\\r]*\\n)(\\p{Lu}[^\\n:.?!,]{0,40}):[ \\t\\r]*(?=\\n)");

    private static final int LEAST = 3; // lines of a speaker

    private EntityList() {}

    /**
     * Those that a file lists, one a line, with an empty line between kinds; else the nouns of toy
     * text, or the speakers of a play.
     *
     * @param file null for none
     * @param data the text, as on the command line
     * @throws IllegalArgumentException if there are none, or fewer than two of a kind
     * @throws IOException if a file cannot be read
     */
    static Entities open(@Nullable Path file, String data, Tokenizer tokenizer) throws IOException {
        List<List<String>> kinds;
        if (file != null) {
            kinds = read(file);
        } else if (data.equals("toy-text")) {
            kinds = ToyText.nouns();
        } else {
            kinds = List.of(speakers(DataSource.text(data).text()));
        }
        Set<List<Integer>> seen = new HashSet<>();
        List<List<int[]>> entities = new ArrayList<>();
        for (List<String> kind : kinds) {
            List<int[]> known = new ArrayList<>();
            for (String name : kind) {
                int[] tokens = tokenizer.encode(name);
                boolean whole = IntStream.of(tokens).noneMatch(tokenizer.vocabulary()::isSpecial);
                if (tokens.length > 0
                        && whole
                        && seen.add(Arrays.stream(tokens).boxed().toList())) {
                    known.add(tokens);
                }
            }
            if (known.size() < 2) {
                throw new IllegalArgumentException(
                        (file == null ? data : file.toString())
                                + " names "
                                + known.size()
                                + " entities of a kind in words that the text knows, and two are"
                                + " needed to replace one by another; list more with --entities"
                                + " FILE, one a line");
            }
            entities.add(known);
        }
        return new Entities(entities);
    }

    private static List<List<String>> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(
                    file + ": no such file; give a text file with one entity a line");
        }
        List<List<String>> kinds = new ArrayList<>(List.of(new ArrayList<>()));
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    kinds.get(kinds.size() - 1).add(line.strip());
                } else if (!kinds.get(kinds.size() - 1).isEmpty()) {
                    kinds.add(new ArrayList<>());
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not text in UTF-8; convert the file first", e);
        }
        if (kinds.size() > 1 && kinds.get(kinds.size() - 1).isEmpty()) {
            kinds.remove(kinds.size() - 1);
        }
        return kinds;
    }

    /**
     * Whose name stands alone on a line before a colon, behind an empty line, several times, and is
     * not mostly a common word, as "All" is.
     */
    static List<String> speakers(String text) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        Matcher matcher = SPEAKER.matcher(text);
        while (matcher.find()) {
            lines.merge(matcher.group(1), 1, Integer::sum);
        }
        Map<String, Integer> words = new HashMap<>();
        Pattern.compile("[^\\p{L}']+")
                .splitAsStream(text)
                .forEach(word -> words.merge(word, 1, Integer::sum));
        return lines.entrySet().stream()
                .filter(
                        line ->
                                line.getValue() >= LEAST
                                        && words.getOrDefault(
                                                        line.getKey().toLowerCase(Locale.ROOT), 0)
                                                <= line.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
