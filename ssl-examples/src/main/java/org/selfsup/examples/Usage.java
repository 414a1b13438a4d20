package org.selfsup.examples;

import java.io.PrintWriter;
import java.util.List;
import org.selfsup.engine.Troubleshooting;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that cannot be understood. */
final class Usage {

    private Usage() {}

    /** Says what is wrong and where to look; all there is, where nothing was asked for. */
    static void tell(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Troubleshooting.UNKNOWN_NAME.of(sentence(exception, command)));
        if (command.getParent() == null && !(exception instanceof UnmatchedArgumentException)) {
            command.usage(err);
        }
    }

    private static String sentence(ParameterException exception, CommandLine command) {
        if (!(exception instanceof UnmatchedArgumentException unmatched)) {
            return exception.getMessage() + help(command);
        }
        String unknown = unmatched.getUnmatched().get(0);
        String kind =
                unmatched.isUnknownOption()
                        ? "option"
                        : command.getParent() == null ? "command" : "argument";
        return "Unknown %s %s%s".formatted(kind, unknown, nearest(command, unmatched));
    }

    /** The names of commands nearest to one that is none. */
    static String nearest(CommandLine commands, String unknown) {
        return nearest(commands, new UnmatchedArgumentException(commands, List.of(unknown)));
    }

    private static String nearest(CommandLine command, UnmatchedArgumentException unmatched) {
        List<String> near =
                unmatched.getSuggestions().stream()
                        .map(name -> name.substring(name.lastIndexOf(' ') + 1))
                        .toList();
        return near.isEmpty()
                ? help(command)
                : "; did you mean %s?".formatted(String.join(" or ", near));
    }

    private static String help(CommandLine command) {
        return "; \"%s\" shows what there is"
                .formatted(
                        command.getParent() == null
                                ? "list"
                                : command.getCommandName() + " --help");
    }
}
