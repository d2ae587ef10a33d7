/** Whose build folder it is: only one of distroc's own is built in. */
package org.distroc.builder.folder;
