[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x8048000"/]
