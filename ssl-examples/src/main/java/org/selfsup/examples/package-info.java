/**
 * The command line: train, probe and embed with one runnable jar.
 *
 * <p>{@link org.selfsup.examples.Main} names the commands. That of a method, {@code GlowCommand},
 * is a {@link org.selfsup.examples.Method} and says only what is special about it: data, views,
 * networks, figures, pictures. {@link org.selfsup.examples.Pretraining} does the rest, from the
 * options to the report in the run directory.
 *
 * <table>
 * <caption>What a method's command extends</caption>
 * <tr><th>learns from</th><th>command</th><th>its data</th></tr>
 * <tr><td>pictures</td><td>{@code ImageMethod}, and below it {@code InstanceContrast}, {@code
 * PixelMethod}, {@code FlowMethod}, {@code Reconstruction}, {@code Completion}</td><td>{@code
 * PictureSet}</td></tr>
 * <tr><td>two domains of pictures</td><td>{@code DomainMethod}</td><td>{@code DomainSet}</td></tr>
 * <tr><td>text</td><td>{@code TextMethod}, {@code MaskedTextMethod}</td><td>{@code TextSet}</td></tr>
 * <tr><td>recordings</td><td>{@code WaveMethod}</td><td>{@code WaveSet}</td></tr>
 * <tr><td>one graph</td><td>{@code NodeMethod}, {@code LinkMethod}</td><td>{@code NodeGraph}</td></tr>
 * <tr><td>many graphs</td><td>{@code GraphMethod}</td><td>{@code GraphCollection}</td></tr>
 * <tr><td>points of the plane</td><td>{@code PointMethod}</td><td>{@code PointSet}</td></tr>
 * <tr><td>words or walks, without a network</td><td>{@code WordCommand}, {@code
 * NodeVectorCommand}</td><td>read as text or edges</td></tr>
 * </table>
 *
 * <p>{@code ...Option} and {@code ...Options} are what several commands are told alike. A command
 * on a run that has ended, such as {@code ProbeCommand}, takes {@link
 * org.selfsup.examples.TrainedRun} for the encoder or {@link org.selfsup.examples.FinishedRun} for
 * all networks.
 */
@NullMarked
package org.selfsup.examples;

import org.jspecify.annotations.NullMarked;
