/**
 * What files are by their first bytes, whatever they are called: so that a file of another kind is
 * told by its name, and not by a number that was misread in it. Knows no format's content, and uses
 * nothing else of this program. Internal: no part of the API.
 */
package io.simdann.format;
