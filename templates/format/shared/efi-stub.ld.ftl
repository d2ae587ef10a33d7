/* The code of efi-stub.c and then its constants, from address 0, and nothing else. */
SECTIONS
{
	. = 0;
	.stub : { *(.text.first) *(.text .text.*) *(.rodata .rodata.*) }
	/DISCARD/ : { *(*) }
}
